import type { Database } from '@ragfleet/postgres-connection';
import type { EmbeddingMode, IngestionCatalogue, RememberedBatch } from '@ragfleet/rag-core';
import { claimDocuments } from './claim-documents.ts';
import { publishVersion } from './publish-version.ts';
import { storableText } from './storable-text.ts';

/**
 * What the batch worker needs of the store while it embeds an ingestion. Every call is one statement, but for the one that
 * fails whatever is pending, which may be a million documents.
 */
export function createIngestionCatalogue(database: Database): IngestionCatalogue {
  return { ...runsOf(database), ...documentsOf(database), ...batchesOf(database) };
}

/** Well within the time of a statement, also where each document has megabytes of content to let go. */
const FAILED_AT_ONCE = 1_000;

type Runs = Pick<
  IngestionCatalogue,
  'startRun' | 'keepRunAlive' | 'endRun' | 'finishIngestion' | 'failPending' | 'unannouncedNamespaces'
>;

function runsOf(database: Database): Runs {
  return {
    async startRun({ tenantId, ingestionId, runId }, aliveMs) {
      const [row] = await database.query<{ embedding: EmbeddingMode | null }>(
        'SELECT start_run($1, $2, $3, $4) AS embedding',
        [tenantId, ingestionId, runId, aliveMs],
      );
      const embedding = row?.embedding ?? null;
      return embedding === null ? null : { embedding };
    },
    async keepRunAlive({ runId }, aliveMs) {
      const kept = await database.query(
        `UPDATE ingest_runs SET alive_until = clock_timestamp() + $2::float8 * interval '1 millisecond'
        WHERE run_id = $1 RETURNING run_id`,
        [runId, aliveMs],
      );
      return kept.length > 0;
    },
    async endRun({ runId }) {
      await database.query('SELECT end_run($1)', [runId]);
    },
    async unannouncedNamespaces({ tenantId, ingestionId }) {
      const rows = await database.query<{ namespace: string }>(
        `SELECT DISTINCT changed AS namespace FROM ingestion_documents AS item JOIN documents AS document USING (tenant_id, document_id),
          unnest(coalesce(item.changed_namespaces, ARRAY[document.namespace])) AS changed
        WHERE tenant_id = $1 AND ingestion_id = $2 AND item.status = 'pending' AND item.published IS NOT NULL`,
        [tenantId, ingestionId],
      );
      return rows.map(({ namespace }) => namespace);
    },
    async failPending({ tenantId, ingestionId }, error) {
      for (let after: number | null = -1; after !== null; ) {
        const rows: { last: number | null }[] = await database.query(
          'SELECT fail_pending($1, $2, $3, $4, $5) AS last',
          [tenantId, ingestionId, storableText(error), after, FAILED_AT_ONCE],
        );
        after = rows[0]?.last ?? null;
      }
    },
    async finishIngestion({ tenantId, ingestionId }) {
      const [row] = await database.query<{ over: boolean }>(
        `WITH finished AS (
          UPDATE ingestions SET finished_at = now(), status = CASE WHEN total > 0 AND failed = total THEN 'failed' ELSE 'finished' END
          WHERE tenant_id = $1 AND ingestion_id = $2 AND status IN ('queued', 'running') AND pending = 0 RETURNING ingestion_id)
        SELECT EXISTS (SELECT FROM finished) OR NOT EXISTS (SELECT FROM ingestions
          WHERE tenant_id = $1 AND ingestion_id = $2 AND status IN ('queued', 'running')) AS over`,
        [tenantId, ingestionId],
      );
      return row?.over ?? true;
    },
  };
}

type Documents = Pick<
  IngestionCatalogue,
  'claimDocuments' | 'noteWrites' | 'publishVersion' | 'recordOutcomes'
>;

function documentsOf(database: Database): Documents {
  return {
    claimDocuments: (claim) => claimDocuments(database, claim),
    publishVersion: (document, passages, outcome) => publishVersion(database, document, passages, outcome),
    async noteWrites({ tenantId, runId }, writes) {
      const items = writes.map(({ documentId, passageIds }) => ({ id: documentId, passages: passageIds }));
      const held = await database.query<{ documentId: string }>(
        'SELECT note_writes($1, $2, $3::jsonb) AS "documentId"',
        [tenantId, runId, JSON.stringify(items)],
      );
      return new Set(held.map(({ documentId }) => documentId));
    },
    async recordOutcomes({ tenantId, ingestionId, runId }, outcomes) {
      const items = outcomes.map(({ documentId, outcome }) => ({
        id: documentId,
        status: outcome.status,
        passages: outcome.status === 'failed' ? 0 : outcome.passages,
        error: outcome.status === 'failed' ? storableText(outcome.error) : null,
      }));
      await database.query('SELECT record_outcomes($1, $2, $3, $4::jsonb)', [
        tenantId,
        ingestionId,
        runId,
        JSON.stringify(items),
      ]);
    },
  };
}

type Batches = Pick<IngestionCatalogue, 'rememberBatch' | 'rememberedBatches' | 'forgetBatch'>;

function batchesOf(database: Database): Batches {
  return {
    async rememberBatch({ tenantId, ingestionId }, batchId, documentIds) {
      await database.query(
        `WITH remembered AS (
          INSERT INTO embedding_batches (tenant_id, ingestion_id, batch_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING)
        UPDATE ingestion_documents SET batch_id = $3
        WHERE tenant_id = $1 AND ingestion_id = $2 AND status = 'pending' AND document_id = ANY ($4::text[])`,
        [tenantId, ingestionId, batchId, documentIds],
      );
    },
    rememberedBatches: ({ tenantId, ingestionId }) =>
      database.query<RememberedBatch>(
        `SELECT batch_id AS "batchId", floor(extract(epoch FROM submitted_at) * 1000)::float8 AS "submittedAtMs"
        FROM embedding_batches WHERE tenant_id = $1 AND ingestion_id = $2 ORDER BY submitted_at, batch_id`,
        [tenantId, ingestionId],
      ),
    async forgetBatch({ tenantId, ingestionId }, batchId) {
      await database.query(
        `WITH forgotten AS (
          DELETE FROM embedding_batches WHERE tenant_id = $1 AND ingestion_id = $2 AND batch_id = $3)
        UPDATE ingestion_documents SET batch_id = NULL
        WHERE tenant_id = $1 AND ingestion_id = $2 AND batch_id = $3 AND status = 'pending'`,
        [tenantId, ingestionId, batchId],
      );
    },
  };
}
