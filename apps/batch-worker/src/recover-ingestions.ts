import type { IngestJob } from '@ragfleet/contracts';
import type { DocumentStore, IngestionRecord } from '@ragfleet/document-store';
import type { IngestQueue, IngestRecovery } from '@ragfleet/job-queue';
import type { Logger, Service } from '@ragfleet/service-runtime';
import type { ReportIngestion } from './report-ingestion.ts';
import { createSweeps } from './sweeps.ts';

export interface RecoveryPorts {
  readonly store: Pick<DocumentStore, 'claimUnfinishedIngestions' | 'claimUnreportedIngestions'>;
  readonly queue: Pick<IngestQueue, 'recover'>;
  /** Ends an ingestion whose job failed for good. */
  readonly giveUp: (job: IngestJob) => Promise<void>;
  readonly report: Pick<ReportIngestion, 'finished'>;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
  readonly olderThanMs?: number;
}

type Claimed = Pick<IngestionRecord, 'tenantId' | 'ingestionId'>;

/** The ingress adds the job itself, a moment after it stored the ingestion; past this it has died or lost Redis. */
const OLDER_THAN_MS = 60_000;
const SWEEP_EVERY_MS = 30_000;
const BATCH = 100;

/**
 * One sweep over accepted ingestions that have not ended: what lost its job gets one, what failed for good is ended. And
 * over those that have, and whose worker died before it told anybody: they are told now. Sweeps at the same time are safe.
 * A fault leaves its ingestion to the sweep after `olderThanMs`.
 */
export function createRecoverIngestions(ports: RecoveryPorts): () => Promise<void> {
  const { store, logger, olderThanMs = OLDER_THAN_MS } = ports;
  return async () => {
    const due = { olderThanMs, limit: BATCH };
    const unfinished = await store.claimUnfinishedIngestions(due);
    const unreported = await store.claimUnreportedIngestions(due);
    // All at once: one that always fails, or a Redis that is away, must not keep the others waiting.
    const outcomes = await Promise.allSettled([
      ...unfinished.map((ingestion) => recover(ports, ingestion)),
      ...unreported.map((ingestion) => tell(ports, ingestion)),
    ]);
    const [first, ...others] = outcomes.filter((outcome) => outcome.status === 'rejected');
    if (first === undefined) return;
    logger.error(
      { error: first.reason as unknown, ingestions: 1 + others.length },
      'ingestions not recovered',
    );
  };
}

async function recover(
  { queue, giveUp, logger }: RecoveryPorts,
  { tenantId, ingestionId }: Claimed,
): Promise<void> {
  const job: IngestJob = { v: 1, tenantId, ingestionId };
  const recovery: IngestRecovery = await queue.recover(job);
  if (recovery === 'under-way') return;
  logger.warn({ tenant: tenantId, ingestionId, recovery }, 'unfinished ingestion recovered');
  if (recovery === 'given-up') await giveUp(job);
}

async function tell({ report, logger }: RecoveryPorts, { tenantId, ingestionId }: Claimed): Promise<void> {
  logger.warn({ tenant: tenantId, ingestionId }, 'end of an ingestion told late');
  await report.finished(tenantId, ingestionId);
}

/** Sweeps at the start, and then every half minute until it is stopped. */
export function createRecoverySweeps(
  recoverIngestions: () => Promise<void>,
  onError: (error: unknown) => void,
): Service {
  const sweep = async (): Promise<number> => {
    await recoverIngestions();
    return SWEEP_EVERY_MS;
  };
  return createSweeps({ name: 'recovery-sweeps', sweep, onError, afterErrorMs: SWEEP_EVERY_MS });
}
