import type { IngestJob } from '@ragfleet/contracts';
import type { IngestQueue } from './contract.ts';

export interface StartIngestionPorts {
  readonly ingestQueue: Pick<IngestQueue, 'enqueue'>;
  /** Hears of an ingestion that is stored and has no job yet. */
  readonly onLateJob: (error: unknown, job: IngestJob) => void;
}

/**
 * Gives a stored ingestion its job. Never fails: the sweep over unfinished ingestions gives it one later, and a refusal would have
 * its documents sent, and stored, once more.
 */
export async function startIngestion(
  { ingestQueue, onLateJob }: StartIngestionPorts,
  job: IngestJob,
): Promise<void> {
  try {
    await ingestQueue.enqueue(job);
  } catch (error) {
    onLateJob(error, job);
  }
}
