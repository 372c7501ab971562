import { Fault } from '@ragfleet/kernel';
import type { Database } from '@ragfleet/postgres-connection';
import type { DocumentOutcome, IngestionCatalogue, NewPassage, PendingDocument } from '@ragfleet/rag-core';
import { passageTerms } from '../keyword/passage-terms.ts';
import { storableText } from './storable-text.ts';

type PublicationRow = { readonly result: 'published' | 'superseded' | 'relabeled' };

/** What the batch worker needs of the store while it embeds an ingestion. */
export function createIngestionCatalogue(database: Database): IngestionCatalogue {
  return {
    pendingDocuments: (tenantId, ingestionId, limit) =>
      pendingDocuments(database, { tenantId, ingestionId, limit }),
    currentPassages: (tenantId, documentId) =>
      database.query(
        `SELECT passage.passage_id AS "passageId", passage.content_hash AS "contentHash"
        FROM passages AS passage JOIN documents AS document USING (document_key)
        WHERE document.tenant_id = $1 AND document.document_id = $2 ORDER BY passage.ordinal`,
        [tenantId, documentId],
      ),
    publishVersion: (document, passages) => publishVersion(database, document, passages),
    recordOutcome: (tenantId, ingestionId, documentId, outcome) =>
      recordOutcome(database, { tenantId, ingestionId, documentId, outcome }),
    async startIngestion(tenantId, ingestionId) {
      await database.query(
        `UPDATE ingestions SET status = 'running' WHERE tenant_id = $1 AND ingestion_id = $2 AND status = 'queued'`,
        [tenantId, ingestionId],
      );
    },
    finishIngestion: (tenantId, ingestionId) => finishIngestion(database, tenantId, ingestionId),
  };
}

function pendingDocuments(
  database: Database,
  { tenantId, ingestionId, limit }: { tenantId: string; ingestionId: string; limit: number },
): Promise<PendingDocument[]> {
  return database.query<PendingDocument>(
    `SELECT waiting.tenant_id AS "tenantId", waiting.document_id AS "documentId", waiting.version::float8 AS version,
      waiting.title, waiting.source, waiting.namespace, waiting.department, waiting.content
    FROM ingestion_documents AS item JOIN document_versions AS waiting USING (tenant_id, document_id, version)
    WHERE item.tenant_id = $1 AND item.ingestion_id = $2 AND item.status = 'pending' ORDER BY item.ordinal LIMIT $3`,
    [tenantId, ingestionId, limit],
  );
}

async function publishVersion(
  database: Database,
  document: PendingDocument,
  passages: readonly NewPassage[],
): Promise<boolean> {
  const items = passages.map((passage) => ({
    id: passage.passageId,
    ordinal: passage.ordinal,
    headings: passage.headings.map(storableText),
    text: storableText(passage.text),
    content_hash: passage.contentHash,
    ...passageTerms(document.title, passage),
  }));
  const { tenantId, documentId, version, namespace, department } = document;
  const [row] = await database.query<PublicationRow>(
    'SELECT publish_version($1, $2, $3, $4, $5, $6::jsonb) AS result',
    [tenantId, documentId, version, namespace, department, JSON.stringify(items)],
  );
  if (row?.result !== 'relabeled') return row?.result === 'published';
  throw new Fault(
    'unavailable',
    'The labels of the document changed while it was embedded. Try again with the new ones.',
  );
}

async function recordOutcome(
  database: Database,
  {
    tenantId,
    ingestionId,
    documentId,
    outcome,
  }: { tenantId: string; ingestionId: string; documentId: string; outcome: DocumentOutcome },
): Promise<void> {
  const isFailed = outcome.status === 'failed';
  await database.query(
    `UPDATE ingestion_documents SET status = $4, passages = $5, error = $6
    WHERE tenant_id = $1 AND ingestion_id = $2 AND document_id = $3 AND status = 'pending'`,
    [
      tenantId,
      ingestionId,
      documentId,
      outcome.status,
      isFailed ? 0 : outcome.passages,
      isFailed ? storableText(outcome.error) : null,
    ],
  );
}

async function finishIngestion(database: Database, tenantId: string, ingestionId: string): Promise<void> {
  await database.query(
    `UPDATE ingestions SET finished_at = now(), status = CASE WHEN item.total > 0 AND item.failed = item.total THEN 'failed' ELSE 'finished' END
    FROM (SELECT count(*) AS total, count(*) FILTER (WHERE status = 'failed') AS failed, count(*) FILTER (WHERE status = 'pending') AS pending
      FROM ingestion_documents WHERE tenant_id = $1 AND ingestion_id = $2) AS item
    WHERE tenant_id = $1 AND ingestion_id = $2 AND status IN ('queued', 'running') AND item.pending = 0`,
    [tenantId, ingestionId],
  );
}
