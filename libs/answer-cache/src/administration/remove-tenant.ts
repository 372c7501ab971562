import { keysOfTenant } from '@ragfleet/contracts';
import type { Database } from '@ragfleet/postgres-connection';
import { type Redis, unlinkMatching } from '@ragfleet/redis-connection';

export interface RemoveTenantStores {
  /** The cache Redis. */
  readonly redis: Redis;
  /** Where the index of questions may be. */
  readonly database: Database;
}

const ROWS = 5_000;

/**
 * Removes what the cache holds of a tenant: everything on the cache Redis, and a bounded part of its questions in
 * PostgreSQL. Returns how many keys and rows there were. What a GPTCache server holds refers to nothing from then on.
 */
export async function removeTenantFromCache(
  { redis, database }: RemoveTenantStores,
  tenantId: string,
  signal: AbortSignal,
): Promise<number> {
  const keys = await unlinkMatching(redis, { pattern: keysOfTenant(tenantId), signal });
  return keys + (await removeQuestions(database, tenantId, signal));
}

async function removeQuestions(database: Database, tenantId: string, signal: AbortSignal): Promise<number> {
  const [found] = await database.query<{ there: boolean }>(
    `SELECT to_regclass('semantic_entries') IS NOT NULL AS there`,
    [],
    signal,
  );
  if (found?.there !== true) return 0;
  const gone = await database.query(
    `DELETE FROM semantic_entries WHERE tenant_id = $1 AND ctid IN (
      SELECT ctid FROM semantic_entries WHERE tenant_id = $1 LIMIT $2) RETURNING 1`,
    [tenantId, ROWS],
    signal,
  );
  return gone.length;
}
