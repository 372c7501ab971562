import { accessFilter, type Database } from '@ragfleet/postgres-connection';
import type { DenseCandidate, VectorIndex } from '@ragfleet/rag-core';
import { requireDimension, vectorText } from '../vector-values.ts';
import type { VectorTable } from './vector-table.ts';

const MAX_RESULTS = 1_000;
/** How many candidates the graph search keeps: pgvector's own bounds, and twice what is asked for between them. */
const MIN_EF_SEARCH = 40;
const MAX_EF_SEARCH = 1_000;

/** Since 0.8 a filtered search goes on until it has enough rows, instead of filtering what one round found. */
const ITERATIVE_SINCE = [0, 8];

/**
 * The nearest readable passages by cosine. The access filter is in the statement that searches the graph. The search
 * depth is set inside the same statement: it holds for it alone and leaves the pooled connection as it was.
 */
export async function createSearchDense(
  database: Database,
  table: VectorTable,
  dimension: number,
): Promise<VectorIndex['searchDense']> {
  const iterative = (await isIterative(database))
    ? `, set_config('hnsw.iterative_scan', 'relaxed_order', true)`
    : '';
  return async (scope, vector, limit, signal) => {
    requireDimension(vector, dimension);
    const count = Math.min(limit, MAX_RESULTS);
    const depth = Math.min(MAX_EF_SEARCH, Math.max(MIN_EF_SEARCH, 2 * count));
    const filter = accessFilter(scope, 'stored', 4);
    // The nearest part refers to the settings, so it cannot begin before they are in force.
    const text = `
      WITH settings AS MATERIALIZED (SELECT set_config('hnsw.ef_search', $3::text, true) AS depth${iterative})
      SELECT nearest."tenantId", nearest."passageId", 1 - nearest.distance AS score
      FROM settings CROSS JOIN LATERAL (
        SELECT stored.tenant_id AS "tenantId", stored.passage_id AS "passageId", stored.embedding <=> $1::${table.type} AS distance
        FROM ${table.name} AS stored WHERE settings.depth IS NOT NULL AND ${filter.sql}
        ORDER BY stored.embedding <=> $1::${table.type} LIMIT $2
      ) AS nearest
      ORDER BY nearest.distance, nearest."passageId"`;
    return database.query<DenseCandidate>(
      text,
      [vectorText(vector), count, String(depth), ...filter.params],
      signal,
    );
  };
}

async function isIterative(database: Database): Promise<boolean> {
  const [row] = await database.query<{ version: string }>(
    `SELECT extversion AS version FROM pg_extension WHERE extname = 'vector'`,
  );
  const [major = 0, minor = 0] = (row?.version ?? '').split('.').map(Number);
  const [sinceMajor = 0, sinceMinor = 0] = ITERATIVE_SINCE;
  return major > sinceMajor || (major === sinceMajor && minor >= sinceMinor);
}
