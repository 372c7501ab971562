import type { Database } from '@ragfleet/postgres-connection';
import type { GoneSourceItem, SourceCatalogue } from '@ragfleet/rag-core';
import { fenced } from './fenced.ts';

type Gone = Pick<SourceCatalogue, 'countGone' | 'goneItems' | 'forgetGone'>;

/** What a whole listing no longer has: items that it did not see, and documents that left items which it saw. */
export function createGoneItems(database: Database): Gone {
  return {
    countGone: async ({ tenantId, source, pass }) => {
      const [row] = await database.query<{ gone: number; documents: number }>(
        `SELECT coalesce(sum(stale.documents + CASE WHEN item.seen < $3 THEN own.documents ELSE 0 END), 0)::float8 AS gone,
          coalesce(sum(stale.documents + own.documents), 0)::float8 AS documents
        FROM source_items AS item CROSS JOIN LATERAL (SELECT cardinality(item.document_ids) AS documents) AS own
        CROSS JOIN LATERAL (SELECT cardinality(item.stale_document_ids) AS documents) AS stale
        WHERE item.tenant_id = $1 AND item.source = $2`,
        [tenantId, source, pass],
      );
      return row ?? { gone: 0, documents: 0 };
    },
    goneItems: ({ tenantId, source, pass }, afterItemId, limit) =>
      database.query<GoneSourceItem>(
        `SELECT item_id AS "itemId", item_key AS key, seen < $3 AS "isGone",
          CASE WHEN seen < $3 THEN document_ids ELSE '{}' END || stale_document_ids AS "documentIds"
        FROM source_items
        WHERE tenant_id = $1 AND source = $2 AND item_id > $4 AND (seen < $3 OR stale_document_ids <> '{}')
        ORDER BY item_id LIMIT $5`,
        [tenantId, source, pass, afterItemId ?? '', limit],
      ),
    forgetGone: async (pass, itemIds) => {
      await fenced(database, pass, FORGET, [itemIds]);
      await fenced(database, pass, FORGET_STALE, [itemIds]);
    },
  };
}

const NAMED = `EXISTS (SELECT FROM held) AND tenant_id = $1 AND source = $2 AND item_id = ANY($4::text[])`;
const FORGET = `DELETE FROM source_items WHERE ${NAMED} AND seen < $3`;
const FORGET_STALE = `UPDATE source_items SET stale_document_ids = '{}' WHERE ${NAMED} AND seen = $3`;
