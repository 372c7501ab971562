import { INGEST_POLICY, type IngestJob } from '@ragfleet/contracts';
import type { IngestHandler } from '@ragfleet/job-queue';
import { Fault } from '@ragfleet/kernel';
import type { IngestDocuments, IngestionCatalogue } from '@ragfleet/rag-core';
import type { ReportIngestion } from './report-ingestion.ts';

export interface IngestJobPorts {
  readonly ingest: IngestDocuments;
  readonly report: ReportIngestion;
}

/** One job of the ingest queue: all documents of one ingestion, then the news of it. */
export function createIngestHandler({ ingest, report }: IngestJobPorts): IngestHandler {
  return async ({ tenantId, ingestionId }, { attempt, signal }) => {
    const isLastAttempt = attempt >= INGEST_POLICY.attempts;
    await ingest({ tenantId, ingestionId, isLastAttempt }, signal);
    await report.finished(tenantId, ingestionId);
  };
}

const DOCUMENTS_PER_PAGE = 100;
const GIVEN_UP = new Fault('unavailable', 'The document could not be embedded. Submit it again.');

/** Ends an ingestion that the queue gave up, so that nobody waits for it: what is still pending has failed. */
export function createGiveUp(ports: {
  readonly catalogue: IngestionCatalogue;
  readonly report: ReportIngestion;
}) {
  const { catalogue, report } = ports;
  return async ({ tenantId, ingestionId }: IngestJob): Promise<void> => {
    const nextPage = () => catalogue.pendingDocuments(tenantId, ingestionId, DOCUMENTS_PER_PAGE);
    for (let page = await nextPage(); page.length > 0; page = await nextPage()) {
      for (const { documentId } of page)
        await catalogue.recordOutcome(tenantId, ingestionId, documentId, {
          status: 'failed',
          error: GIVEN_UP.message,
        });
    }
    await catalogue.finishIngestion(tenantId, ingestionId);
    await report.finished(tenantId, ingestionId);
  };
}
