import { INGEST_POLICY, type IngestJob } from '@ragfleet/contracts';
import type { IngestHandler } from '@ragfleet/job-queue';
import { Fault } from '@ragfleet/kernel';
import type { ChangeSequence, IngestDocuments, IngestionCatalogue } from '@ragfleet/rag-core';
import type { ReportIngestion } from './report-ingestion.ts';

export interface IngestJobPorts {
  readonly ingest: IngestDocuments;
  readonly report: ReportIngestion;
}

export interface IngestJobs {
  readonly handler: IngestHandler;
  /** True while an ingestion runs. */
  readonly isBusy: () => boolean;
}

/** One job of the ingest queue: all documents of one ingestion, then the news of it. */
export function createIngestJobs({ ingest, report }: IngestJobPorts): IngestJobs {
  let running = 0;
  return {
    isBusy: () => running > 0,
    handler: async ({ tenantId, ingestionId }, { attempt, signal, progressed }) => {
      const isLastAttempt = attempt >= INGEST_POLICY.attempts;
      running += 1;
      try {
        const result = await ingest({ tenantId, ingestionId, isLastAttempt, onProgress: progressed }, signal);
        if (result.status === 'finished') await report.finished(tenantId, ingestionId);
        return result;
      } finally {
        running -= 1;
      }
    },
  };
}

const GIVEN_UP = new Fault('unavailable', 'The document could not be embedded. Submit it again.');

/**
 * Ends an ingestion that the queue gave up, so that nobody waits for it: what is still pending has failed. What it did
 * publish is announced first. One whose file brings documents meanwhile is not over: a later sweep gives it up again.
 */
export function createGiveUp(ports: {
  readonly catalogue: Pick<IngestionCatalogue, 'unannouncedNamespaces' | 'failPending' | 'finishIngestion'>;
  readonly changes: Pick<ChangeSequence, 'advance'>;
  readonly report: ReportIngestion;
}) {
  const { catalogue, changes, report } = ports;
  return async ({ tenantId, ingestionId }: IngestJob): Promise<void> => {
    await changes.advance(tenantId, await catalogue.unannouncedNamespaces({ tenantId, ingestionId }));
    await catalogue.failPending({ tenantId, ingestionId }, GIVEN_UP.message);
    const isOver = await catalogue.finishIngestion({ tenantId, ingestionId });
    if (isOver) await report.finished(tenantId, ingestionId);
  };
}
