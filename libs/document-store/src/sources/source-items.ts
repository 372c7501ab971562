import type { Database } from '@ragfleet/postgres-connection';
import type { SourceCatalogue, StoredSourceItem } from '@ragfleet/rag-core';
import { storableText } from '../ingestions/storable-text.ts';
import { fenced, itemIdOf } from './fenced.ts';

type Items = Pick<
  SourceCatalogue,
  'reviewIngestions' | 'storedItems' | 'markSeen' | 'announce' | 'recordSubmitted' | 'recordFailed'
>;

interface ItemRow {
  readonly itemId: string;
  readonly revision: string | null;
  readonly labelsDigest: string;
  readonly documentIds: string[];
  readonly failedRevision: string | null;
  readonly retryAtMs: number | null;
}

/** What a pass knows and records of the items that are there. */
export function createSourceItems(database: Database): Items {
  return {
    reviewIngestions: (pass) => fenced(database, pass, REVIEW),
    storedItems: async ({ tenantId, source }, keys) => {
      const keyOf = new Map(keys.map((key) => [itemIdOf(key), key]));
      const rows = await database.query<ItemRow>(
        `SELECT item_id AS "itemId", revision, labels_digest AS "labelsDigest", document_ids AS "documentIds",
          failed_revision AS "failedRevision", floor(extract(epoch FROM retry_at) * 1000)::float8 AS "retryAtMs"
        FROM source_items WHERE tenant_id = $1 AND source = $2 AND item_id = ANY($3::text[])`,
        [tenantId, source, [...keyOf.keys()]],
      );
      return new Map(rows.map((row) => storedItem(row, keyOf.get(row.itemId) ?? '')));
    },
    markSeen: (pass, keys) => fenced(database, pass, MARK_SEEN, [keys.map(itemIdOf)]),
    announce: (pass, items) =>
      fenced(database, pass, ANNOUNCE, [
        JSON.stringify(items.map(({ key, documentIds }) => ({ ...idAndKey(key), documents: documentIds }))),
      ]),
    recordSubmitted: (pass, items) =>
      fenced(database, pass, RECORD_SUBMITTED, [
        JSON.stringify(
          items.map(({ key, revision, labelsDigest, documentIds, ingestionIds, error }) => ({
            ...idAndKey(key),
            revision: storableText(revision),
            labels: labelsDigest,
            documents: documentIds,
            ingestions: ingestionIds,
            error: error === null ? null : storableText(error),
          })),
        ),
      ]),
    recordFailed: (pass, { key, revision, error }) => {
      const { id, key: itemKey } = idAndKey(key);
      const failedRevision = revision === null ? null : storableText(revision);
      return fenced(database, pass, RECORD_FAILED, [id, itemKey, failedRevision, storableText(error)]);
    },
  };
}

const idAndKey = (key: string): { id: string; key: string } => ({
  id: itemIdOf(key),
  key: storableText(key),
});

function storedItem(row: ItemRow, key: string): [string, StoredSourceItem] {
  const { revision, labelsDigest, documentIds, failedRevision, retryAtMs } = row;
  const failure = retryAtMs === null ? null : { revision: failedRevision, retryAtMs };
  return [key, { key, revision, labelsDigest, documentIds, failure }];
}

/** What still waits is reviewed by a later pass. A failure gives the revision up, so that the item is read again. */
const REVIEW = `UPDATE source_items AS item SET
  ingestion_ids = '{}',
  failures = CASE WHEN review.error IS NULL THEN 0 ELSE item.failures + 1 END,
  revision = CASE WHEN review.error IS NULL THEN item.revision END,
  failed_revision = CASE WHEN review.error IS NULL THEN NULL ELSE item.revision END,
  retry_at = CASE WHEN review.error IS NULL THEN NULL ELSE source_retry_at(item.failures) END,
  error = coalesce(review.error, item.error)
FROM (
  SELECT submitted.item_id, min(document.error) FILTER (WHERE document.status = 'failed') AS error
  FROM source_items AS submitted LEFT JOIN ingestion_documents AS document
    ON document.tenant_id = submitted.tenant_id AND document.ingestion_id = ANY (submitted.ingestion_ids)
    AND document.document_id = ANY (submitted.document_ids)
  WHERE submitted.tenant_id = $1 AND submitted.source = $2 AND submitted.ingestion_ids <> '{}'
  GROUP BY submitted.item_id HAVING coalesce(bool_and(document.status <> 'pending'), true)
) AS review
WHERE EXISTS (SELECT FROM held) AND item.tenant_id = $1 AND item.source = $2 AND item.item_id = review.item_id`;

const MARK_SEEN = `UPDATE source_items SET seen = $3
WHERE EXISTS (SELECT FROM held) AND tenant_id = $1 AND source = $2 AND item_id = ANY($4::text[])`;

const ANNOUNCE = `INSERT INTO source_items AS item (tenant_id, source, item_id, item_key, seen, document_ids)
SELECT $1, $2, given.id, given.key, $3, given.documents
FROM jsonb_to_recordset($4::jsonb) AS given (id text, key text, documents text[]) WHERE EXISTS (SELECT FROM held)
ON CONFLICT (tenant_id, source, item_id) DO UPDATE SET
  document_ids = ARRAY(SELECT DISTINCT unnest(item.document_ids || excluded.document_ids))`;

const RECORD_SUBMITTED = `INSERT INTO source_items AS item
  (tenant_id, source, item_id, item_key, seen, revision, labels_digest, document_ids, ingestion_ids, error)
SELECT $1, $2, given.id, given.key, $3, given.revision, given.labels, given.documents, given.ingestions, given.error
FROM jsonb_to_recordset($4::jsonb)
  AS given (id text, key text, revision text, labels text, documents text[], ingestions text[], error text)
WHERE EXISTS (SELECT FROM held)
ON CONFLICT (tenant_id, source, item_id) DO UPDATE SET
  seen = excluded.seen, revision = excluded.revision, labels_digest = excluded.labels_digest,
  document_ids = excluded.document_ids, ingestion_ids = excluded.ingestion_ids, error = excluded.error,
  failed_revision = NULL, retry_at = NULL,
  stale_document_ids = ARRAY(
    SELECT unnest(item.document_ids || item.stale_document_ids) EXCEPT SELECT unnest(excluded.document_ids))`;

const RECORD_FAILED = `INSERT INTO source_items AS item
  (tenant_id, source, item_id, item_key, seen, failures, failed_revision, retry_at, error)
SELECT $1, $2, $4, $5, $3, 1, $6, source_retry_at(0), $7 WHERE EXISTS (SELECT FROM held)
ON CONFLICT (tenant_id, source, item_id) DO UPDATE SET
  seen = excluded.seen, failures = item.failures + 1, failed_revision = excluded.failed_revision,
  retry_at = source_retry_at(item.failures), error = excluded.error`;
