import type { Database } from '@ragfleet/postgres-connection';
import type { SourceCatalogue, SourcePass, StoredSourceItem, SubmittedSourceItem } from '@ragfleet/rag-core';
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
  readonly documents: number;
  readonly failedRevision: string | null;
  readonly retryAtMs: number | null;
  readonly seenInPass: number;
}

/** What a pass knows and records of the items that are there. */
export function createSourceItems(database: Database): Items {
  return {
    reviewIngestions: (pass) => fenced(database, pass, REVIEW),
    storedItems: async ({ tenantId, source }, keys) => {
      const keyOf = new Map(keys.map((key) => [itemIdOf(key), key]));
      const rows = await database.query<ItemRow>(
        `SELECT item_id AS "itemId", revision, labels_digest AS "labelsDigest",
          (SELECT count(*) FROM source_documents AS own WHERE own.tenant_id = item.tenant_id AND own.source = item.source
            AND own.item_id = item.item_id AND NOT own.stale)::float8 AS documents,
          failed_revision AS "failedRevision", floor(extract(epoch FROM retry_at) * 1000)::float8 AS "retryAtMs",
          seen::float8 AS "seenInPass"
        FROM source_items AS item WHERE tenant_id = $1 AND source = $2 AND item_id = ANY($3::text[])`,
        [tenantId, source, [...keyOf.keys()]],
      );
      return new Map(rows.map((row) => storedItem(row, keyOf.get(row.itemId) ?? '')));
    },
    markSeen: (pass, keys) => fenced(database, pass, MARK_SEEN, [keys.map(itemIdOf)]),
    announce: async (pass, items) => {
      const given = items.map(({ key, documentIds }) => ({ ...idAndKey(key), documents: documentIds }));
      await fenced(database, pass, ANNOUNCE, [JSON.stringify(given)]);
      await fenced(database, pass, ANNOUNCE_DOCUMENTS, [JSON.stringify(given)]);
    },
    recordSubmitted: async (pass, items) => {
      const itemIds = items.map(({ key }) => itemIdOf(key));
      for (const item of items) await keepDocuments(database, pass, item);
      // Before the revision: a pass that dies in between does the item again, and what is stale stays stale.
      await fenced(database, pass, MARK_STALE, [itemIds]);
      await fenced(database, pass, RECORD_SUBMITTED, [JSON.stringify(items.map(submittedItem))]);
    },
    recordFailed: (pass, { key, revision, error }) => {
      const { id, key: itemKey } = idAndKey(key);
      const failedRevision = revision === null ? null : storableText(revision);
      return fenced(database, pass, RECORD_FAILED, [id, itemKey, failedRevision, storableText(error)]);
    },
  };
}

async function keepDocuments(
  database: Database,
  pass: SourcePass,
  { key, keptDocumentIds }: SubmittedSourceItem,
): Promise<void> {
  if (keptDocumentIds === 'all') await fenced(database, pass, KEEP_ALL_DOCUMENTS, [itemIdOf(key)]);
  else if (keptDocumentIds.length > 0)
    await fenced(database, pass, KEEP_DOCUMENTS, [itemIdOf(key), keptDocumentIds]);
}

const submittedItem = ({ key, revision, labelsDigest, ingestionIds, error }: SubmittedSourceItem) => ({
  ...idAndKey(key),
  revision: storableText(revision),
  labels: labelsDigest,
  ingestions: ingestionIds,
  error: error === null ? null : storableText(error),
});

const idAndKey = (key: string): { id: string; key: string } => ({
  id: itemIdOf(key),
  key: storableText(key),
});

function storedItem(row: ItemRow, key: string): [string, StoredSourceItem] {
  const { revision, labelsDigest, documents, failedRevision, retryAtMs, seenInPass } = row;
  const failure = retryAtMs === null ? null : { revision: failedRevision, retryAtMs };
  return [key, { key, revision, labelsDigest, documents, failure, seenInPass }];
}

/**
 * What still waits is reviewed by a later pass. A failure gives the revision up, so that the item is read again; a document
 * that was deleted while it waited is none. OFFSET and the scalar subqueries hold the planner to index lookups: it cannot
 * know how many documents one item has.
 */
const REVIEW = `UPDATE source_items AS item SET
  ingestion_ids = '{}',
  failures = CASE WHEN review.error IS NULL THEN 0 ELSE item.failures + 1 END,
  revision = CASE WHEN review.error IS NULL THEN item.revision END,
  failed_revision = CASE WHEN review.error IS NULL THEN NULL ELSE item.revision END,
  retry_at = CASE WHEN review.error IS NULL THEN NULL ELSE source_retry_at(item.failures) END,
  error = coalesce(review.error, item.error)
FROM source_items AS submitted CROSS JOIN LATERAL (
  SELECT min(document.error) FILTER (WHERE document.status = 'failed') AS error,
    coalesce(bool_or(document.status = 'pending'), false) AS is_pending
  FROM unnest(submitted.ingestion_ids) AS ingestion (id) CROSS JOIN LATERAL (
    SELECT waiting.document_id, waiting.status, waiting.error FROM ingestion_documents AS waiting
    WHERE waiting.tenant_id = submitted.tenant_id AND waiting.ingestion_id = ingestion.id
      AND waiting.status IN ('pending', 'failed') AND (SELECT true FROM documents AS kept
        WHERE kept.tenant_id = waiting.tenant_id AND kept.document_id = waiting.document_id) OFFSET 0
  ) AS document
  WHERE (SELECT NOT own.stale FROM source_documents AS own WHERE own.tenant_id = submitted.tenant_id
    AND own.source = submitted.source AND own.item_id = submitted.item_id AND own.document_id = document.document_id)
) AS review
WHERE EXISTS (SELECT FROM held) AND submitted.tenant_id = $1 AND submitted.source = $2
  AND submitted.ingestion_ids <> '{}' AND NOT review.is_pending
  AND item.tenant_id = $1 AND item.source = $2 AND item.item_id = submitted.item_id`;

const MARK_SEEN = `UPDATE source_items SET seen = $3
WHERE EXISTS (SELECT FROM held) AND tenant_id = $1 AND source = $2 AND item_id = ANY($4::text[])`;

/** From here on its documents may be of two revisions: until all are submitted it has none. */
const ANNOUNCE = `INSERT INTO source_items AS item (tenant_id, source, item_id, item_key, seen)
SELECT $1, $2, given.id, given.key, $3 FROM jsonb_to_recordset($4::jsonb) AS given (id text, key text)
WHERE EXISTS (SELECT FROM held)
ON CONFLICT (tenant_id, source, item_id) DO UPDATE SET revision = NULL WHERE item.revision IS NOT NULL`;

const ANNOUNCE_DOCUMENTS = `INSERT INTO source_documents (tenant_id, source, item_id, document_id, seen)
SELECT $1, $2, given.id, unnest(given.documents), $3
FROM jsonb_to_recordset($4::jsonb) AS given (id text, documents text[]) WHERE EXISTS (SELECT FROM held)
ON CONFLICT (tenant_id, source, item_id, document_id) DO UPDATE SET seen = excluded.seen`;

const KEEP_DOCUMENTS = `UPDATE source_documents SET seen = $3
WHERE EXISTS (SELECT FROM held) AND tenant_id = $1 AND source = $2 AND item_id = $4 AND document_id = ANY($5::text[])`;

/** What is stale already left the item before, when all of it was read. */
const KEEP_ALL_DOCUMENTS = `UPDATE source_documents SET seen = $3
WHERE EXISTS (SELECT FROM held) AND tenant_id = $1 AND source = $2 AND item_id = $4 AND seen < $3 AND NOT stale`;

const MARK_STALE = `UPDATE source_documents SET stale = seen < $3
WHERE EXISTS (SELECT FROM held) AND tenant_id = $1 AND source = $2 AND item_id = ANY($4::text[])
  AND stale <> (seen < $3)`;

const RECORD_SUBMITTED = `INSERT INTO source_items AS item
  (tenant_id, source, item_id, item_key, seen, revision, labels_digest, ingestion_ids, error)
SELECT $1, $2, given.id, given.key, $3, given.revision, given.labels, given.ingestions, given.error
FROM jsonb_to_recordset($4::jsonb) AS given (id text, key text, revision text, labels text, ingestions text[], error text)
WHERE EXISTS (SELECT FROM held)
ON CONFLICT (tenant_id, source, item_id) DO UPDATE SET
  seen = excluded.seen, revision = excluded.revision, labels_digest = excluded.labels_digest,
  ingestion_ids = excluded.ingestion_ids, error = excluded.error, failed_revision = NULL, retry_at = NULL`;

const RECORD_FAILED = `INSERT INTO source_items AS item
  (tenant_id, source, item_id, item_key, seen, failures, failed_revision, retry_at, error)
SELECT $1, $2, $4, $5, $3, 1, $6, source_retry_at(0), $7 WHERE EXISTS (SELECT FROM held)
ON CONFLICT (tenant_id, source, item_id) DO UPDATE SET
  seen = excluded.seen, failures = item.failures + 1, failed_revision = excluded.failed_revision,
  retry_at = source_retry_at(item.failures), error = excluded.error`;
