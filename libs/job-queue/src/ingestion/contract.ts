import type { IngestJob } from '@ragfleet/contracts';
import type { StreamEvent } from '../events/contract.ts';

export interface IngestQueue {
  /** Idempotent by ingestion id. Fails within its Redis deadline with an `unavailable` Fault. */
  enqueue(job: IngestJob): Promise<void>;
  /**
   * For an ingestion that has not ended. `under-way`: its job waits or runs. `enqueued`: it had no job, or one that was
   * completed, and has one now. `given-up`: its job failed for good and stays failed. Safe to call twice at once.
   */
  recover(job: IngestJob): Promise<IngestRecovery>;
  close(): Promise<void>;
}

export type IngestRecovery = 'under-way' | 'enqueued' | 'given-up';

interface IngestRun {
  readonly attempt: number;
  readonly signal: AbortSignal;
  /** Some of the job is done for good: cut at its time, the run costs no attempt. */
  readonly progressed: () => void;
}

export type IngestHandler = (job: IngestJob, run: IngestRun) => Promise<IngestJobResult>;

/** A job that waits comes back by itself, at the cost of no attempt. */
export type IngestJobResult =
  | { readonly status: 'finished' }
  | { readonly status: 'waiting'; readonly resumeAfterMs: number };

export interface IngestWorker {
  start(): Promise<void>;
  drain(graceMs: number): Promise<void>;
  /** False when its queue has jobs and it fetches none, although it was replaced once. */
  isHealthy(): boolean;
}

/** Progress of an ingestion: `progress` events with its counts, then `done`. */
export interface IngestionEvents {
  append(
    tenantId: string,
    ingestionId: string,
    type: 'progress' | 'done',
    data: Readonly<Record<string, unknown>>,
  ): Promise<void>;
  /** To `done`, to an abort, or until it was quiet for so long: then what is followed may be over, or gone. */
  read(wanted: ReadIngestionEvents, signal: AbortSignal): AsyncIterable<StreamEvent>;
  close(): Promise<void>;
}

export interface ReadIngestionEvents {
  readonly tenantId: string;
  readonly ingestionId: string;
  /** null for those from the first on. */
  readonly afterId: string | null;
  readonly quietMs: number;
}
