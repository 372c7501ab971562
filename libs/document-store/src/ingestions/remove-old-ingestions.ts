import type { Database } from '@ragfleet/postgres-connection';

/** Of the ingestions and of their documents, what one statement looks at and removes. */
const INGESTIONS_AT_ONCE = 1_000;
const DOCUMENTS_AT_ONCE = 5_000;

const OLDEST = `FROM ingestions WHERE finished_at < now() - $1::float8 * interval '1 millisecond'
  ORDER BY finished_at LIMIT ${INGESTIONS_AT_ONCE}`;

/**
 * Removes a bounded part of what ended longer ago than that: documents first, since one ingestion may have a million,
 * then what has none left. Returns how many rows went; again until none did. What another sweep is at is left to it.
 */
export async function removeOldIngestions(
  database: Database,
  { olderThanMs }: { readonly olderThanMs: number },
  signal: AbortSignal,
): Promise<number> {
  // Neither table is partitioned: a row's place names it for the length of a statement. One ingestion after the other, by
  // the index: joined, they would be looked for among everybody's documents.
  const documents = await database.query(
    `DELETE FROM ingestion_documents WHERE ctid = ANY (ARRAY(
      SELECT item.place FROM (SELECT tenant_id, ingestion_id ${OLDEST}) AS old CROSS JOIN LATERAL (
        SELECT ctid AS place FROM ingestion_documents AS document
        WHERE document.tenant_id = old.tenant_id AND document.ingestion_id = old.ingestion_id
        ORDER BY document.ordinal LIMIT ${DOCUMENTS_AT_ONCE} FOR UPDATE SKIP LOCKED) AS item
      LIMIT ${DOCUMENTS_AT_ONCE})) RETURNING 1`,
    [olderThanMs],
    signal,
  );
  const ingestions = await database.query(
    `DELETE FROM ingestions AS old WHERE ctid = ANY (ARRAY(SELECT ctid ${OLDEST} FOR UPDATE SKIP LOCKED))
      AND NOT EXISTS (SELECT FROM ingestion_documents AS item
        WHERE item.tenant_id = old.tenant_id AND item.ingestion_id = old.ingestion_id) RETURNING 1`,
    [olderThanMs],
    signal,
  );
  return documents.length + ingestions.length;
}
