import type { Database } from '@ragfleet/postgres-connection';
import type { GoneSourceItem, SourceCatalogue } from '@ragfleet/rag-core';
import { fenced } from './fenced.ts';

type Gone = Pick<SourceCatalogue, 'countGone' | 'goneItems' | 'forgetGone'>;

/** What a whole listing no longer has: items that it did not see, and documents that left items which it saw. */
export function createGoneItems(database: Database): Gone {
  return {
    countGone: async ({ tenantId, source, pass }) => {
      const [row] = await database.query<{ gone: number; documents: number }>(
        `SELECT count(*) FILTER (WHERE own.stale OR item.seen < $3)::float8 AS gone, count(*)::float8 AS documents
        FROM source_items AS item JOIN source_documents AS own USING (tenant_id, source, item_id)
        WHERE item.tenant_id = $1 AND item.source = $2`,
        [tenantId, source, pass],
      );
      return row ?? { gone: 0, documents: 0 };
    },
    goneItems: ({ tenantId, source, pass }, afterItemId, limit) =>
      database.query<GoneSourceItem>(
        `SELECT item_id AS "itemId", item_key AS key, seen < $3 AS "isGone",
          ARRAY(SELECT own.document_id FROM source_documents AS own WHERE own.tenant_id = item.tenant_id
            AND own.source = item.source AND own.item_id = item.item_id AND (own.stale OR item.seen < $3)) AS "documentIds"
        FROM source_items AS item
        WHERE tenant_id = $1 AND source = $2 AND item_id > $4 AND (seen < $3 OR EXISTS (
          SELECT FROM source_documents AS own WHERE own.tenant_id = $1 AND own.source = $2
            AND own.item_id = item.item_id AND own.stale))
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
const FORGET_STALE = `DELETE FROM source_documents WHERE ${NAMED} AND stale`;
