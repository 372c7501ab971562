import type { SyncJob } from '@ragfleet/contracts';
import type { ConfiguredSource } from '@ragfleet/document-sources';
import type { DocumentStore } from '@ragfleet/document-store';
import { type IngestQueue, startIngestion, type SyncHandler } from '@ragfleet/job-queue';
import type {
  DocumentChanges,
  PassReport,
  RemoveDocument,
  SubmitDocuments,
  SyncSource,
} from '@ragfleet/rag-core';
import type { Logger, Metrics } from '@ragfleet/service-runtime';

export interface SubmitPorts {
  readonly store: Pick<DocumentStore, 'acceptIngestion'>;
  readonly ingestQueue: Pick<IngestQueue, 'enqueue'>;
  readonly logger: Pick<Logger, 'warn'>;
}

/** The ordinary way in: stored first, then a job. */
export function createSubmitDocuments({ store, ingestQueue, logger }: SubmitPorts): SubmitDocuments {
  return async ({ tenantId, source }, documents) => {
    const { ingestionId } = await store.acceptIngestion({
      tenantId,
      principalId: `source:${source}`,
      callbackUrl: null,
      documents: documents.map(({ department, ...document }) => ({
        ...document,
        ...(department !== null && { department }),
        metadata: { ...document.metadata },
      })),
    });
    const onLateJob = (error: unknown): void =>
      logger.warn({ tenant: tenantId, ingestionId, error }, 'ingestion stored, its job comes later');
    await startIngestion({ ingestQueue, onLateJob }, { v: 1, tenantId, ingestionId });
    return ingestionId;
  };
}

export interface RemovePorts {
  readonly changes: Pick<DocumentChanges<never>, 'remove'>;
  readonly store: Pick<DocumentStore, 'deleteDocument'>;
}

/** Removes as the source itself, which wrote the document whatever its labels are now. */
export function createRemoveDocument({ changes, store }: RemovePorts): RemoveDocument {
  return async ({ tenantId }, documentId, signal) => {
    const access = { tenantId, readsAll: true, namespaces: [], department: null };
    const isRemoved = await changes.remove(access, documentId, signal);
    // One that was never published is in nobody's sight, and must not be published any more.
    if (!isRemoved) await store.deleteDocument(tenantId, documentId);
  };
}

export interface PassPorts {
  readonly sources: readonly ConfiguredSource[];
  readonly syncSource: SyncSource;
  /** False for one that is suspended, being deleted or deleted: nothing is brought in for it. */
  readonly isActive: (tenantId: string) => Promise<boolean>;
  readonly metrics: Pick<Metrics, 'count'>;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

const CHANGES = ['new', 'changed', 'unchanged', 'gone', 'failed', 'waiting'] as const;

/** One job of the sync queue: one pass, and the news of it. */
export function createSyncHandler(ports: PassPorts): SyncHandler {
  const { sources, syncSource, isActive, metrics, logger } = ports;
  const count = ({ tenantId: tenant, source }: SyncJob, outcome: string): void =>
    metrics.count('sourcePasses', { tenant, source, outcome });
  const tell = (job: SyncJob, report: PassReport): void => {
    const { tenantId: tenant, source } = job;
    count(job, report.outcome);
    for (const change of CHANGES)
      metrics.count('sourceItems', { tenant, source, change }, report.counts[change]);
    const { outcome, reason, counts } = report;
    const fields = { tenant, source, outcome, reason, ...counts };
    if (outcome === 'completed') logger.info(fields, 'source passed');
    else logger.warn(fields, 'source not passed whole');
  };
  return async (job, { holder, signal }) => {
    const found = sources.find(({ name }) => name.tenantId === job.tenantId && name.source === job.source);
    // During a rollout a worker may know fewer sources than the schedule: one that knows it will have the next pass.
    if (found === undefined) {
      count(job, 'unknown-source');
      return;
    }
    if (!(await isActive(job.tenantId))) {
      count(job, 'tenant-inactive');
      return;
    }
    const { name, rules, documents: source } = found;
    const report = await syncSource({ name, source, rules, holder }, signal).catch((error: unknown) => {
      count(job, 'failed');
      throw error;
    });
    if (report === null) count(job, 'overlapped');
    else tell(job, report);
  };
}
