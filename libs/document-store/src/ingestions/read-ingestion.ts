import type { Database } from '@ragfleet/postgres-connection';
import type { DocumentStore, IngestedDocument, IngestionRecord } from '../contract.ts';

type IngestionRow = Omit<IngestionRecord, 'counts'>;

const EMPTY_COUNTS = { total: 0, pending: 0, embedded: 0, unchanged: 0, failed: 0 };

/** An ingestion and each of its documents; at most as many as one request may hold. */
export function createGetIngestion(database: Database): DocumentStore['getIngestion'] {
  return async (tenantId, ingestionId) => {
    const [row] = await database.query<IngestionRow>(
      `SELECT tenant_id AS "tenantId", ingestion_id AS "ingestionId", principal_id AS "principalId", status,
        callback_url AS "callbackUrl", ${milliseconds('created_at')} AS "createdAtMs", ${milliseconds('finished_at')} AS "finishedAtMs"
      FROM ingestions WHERE tenant_id = $1 AND ingestion_id = $2`,
      [tenantId, ingestionId],
    );
    if (row === undefined) return null;
    const documents = await database.query<IngestedDocument>(
      `SELECT document_id AS "documentId", status, passages, error FROM ingestion_documents
      WHERE tenant_id = $1 AND ingestion_id = $2 ORDER BY ordinal`,
      [tenantId, ingestionId],
    );
    return { record: { ...row, counts: countsOf(documents) }, documents };
  };
}

function countsOf(documents: readonly IngestedDocument[]): IngestionRecord['counts'] {
  const counts = { ...EMPTY_COUNTS, total: documents.length };
  for (const { status } of documents) counts[status] += 1;
  return counts;
}

/** A timestamp column as whole milliseconds since 1970. */
function milliseconds(column: string): string {
  return `floor(extract(epoch FROM ${column}) * 1000)::float8`;
}
