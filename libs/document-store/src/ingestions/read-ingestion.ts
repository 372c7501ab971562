import { LIMITS } from '@ragfleet/contracts';
import type { Database } from '@ragfleet/postgres-connection';
import type { DocumentStore, IngestedDocument, IngestionRecord, IngestionView } from '../contract.ts';

type IngestionRow = Omit<IngestionRecord, 'counts'> & IngestionRecord['counts'];

const WHOLE: IngestionView = { status: null, startingAfter: null, limit: LIMITS.ingestionDocuments };

/** An ingestion with its counts, and a page of its documents in their order. */
export function createGetIngestion(database: Database): DocumentStore['getIngestion'] {
  return async (tenantId, ingestionId, view = WHOLE) => {
    const [row] = await database.query<IngestionRow>(
      `SELECT tenant_id AS "tenantId", ingestion_id AS "ingestionId", principal_id AS "principalId", status, embedding,
        callback_url AS "callbackUrl", ${milliseconds('created_at')} AS "createdAtMs", ${milliseconds('finished_at')} AS "finishedAtMs",
        total, pending, embedded, unchanged, failed
      FROM ingestions WHERE tenant_id = $1 AND ingestion_id = $2`,
      [tenantId, ingestionId],
    );
    if (row === undefined) return null;
    const { total, pending, embedded, unchanged, failed, ...facts } = row;
    const documents = await readDocuments(database, { tenantId, ingestionId, view });
    return {
      record: { ...facts, counts: { total, pending, embedded, unchanged, failed } },
      documents: documents.slice(0, view.limit),
      isTruncated: documents.length > view.limit,
    };
  };
}

/** One more than the page holds, when there are more. */
function readDocuments(
  database: Database,
  { tenantId, ingestionId, view }: { tenantId: string; ingestionId: string; view: IngestionView },
): Promise<IngestedDocument[]> {
  return database.query<IngestedDocument>(
    `SELECT document_id AS "documentId", ordinal AS position, status, passages, error FROM ingestion_documents
    WHERE tenant_id = $1 AND ingestion_id = $2 AND ordinal > $3 AND ($4::text IS NULL OR status = $4)
    ORDER BY ordinal LIMIT $5`,
    [tenantId, ingestionId, view.startingAfter ?? -1, view.status, view.limit + 1],
  );
}

/** A timestamp column as whole milliseconds since 1970. */
function milliseconds(column: string): string {
  return `floor(extract(epoch FROM ${column}) * 1000)::float8`;
}
