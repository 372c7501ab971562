import type { Database } from '@ragfleet/postgres-connection';

/** What is left of a tenant after a part of it was removed. */
export interface TenantRemains {
  /** Rows that this part has removed. */
  readonly removed: number;
  /** Documents whose vectors are not removed yet: upkeep is at it. */
  readonly owingVectors: number;
}

const DOCUMENTS_AT_ONCE = 200;
/**
 * Tables that hold a tenant's rows beside its documents, and how many rows of them go in one statement: what refers to
 * others first, and few where one row has megabytes behind it.
 */
const TABLES: readonly (readonly [table: string, rows: number])[] = [
  ['uploads', 4],
  ['deleted_documents', 5_000],
  ['confirmed_documents', 5_000],
  ['relabeled_documents', 1_000],
  ['relabeled_fields', 1_000],
  ['ingestion_documents', 5_000],
  ['ingestions', 1_000],
  ['source_documents', 5_000],
  ['source_items', 5_000],
  ['source_passes', 5_000],
  ['document_sources', 100],
  ['unannounced_changes', 5_000],
  ['corpus_statistics', 1],
];

/**
 * Removes a bounded part of what a tenant has; again and again until nothing is removed and nothing owed. Every document
 * goes as if it were deleted by itself, so that its vectors are owed in every index and no ingestion brings it back.
 */
export async function removeTenantPart(
  database: Database,
  tenantId: string,
  signal: AbortSignal,
): Promise<TenantRemains> {
  const documents = await removeDocuments(database, tenantId, signal);
  if (documents > 0) return { removed: documents, owingVectors: documents };
  let removed = 0;
  for (const [table, rows] of TABLES) {
    // No table here is partitioned: a row's place names it for the length of a statement.
    const gone = await database.query(
      `DELETE FROM ${table} WHERE tenant_id = $1 AND ctid IN (SELECT ctid FROM ${table} WHERE tenant_id = $1 LIMIT $2)
      RETURNING 1`,
      [tenantId, rows],
      signal,
    );
    removed += gone.length;
  }
  return { removed, owingVectors: await countOwing(database, tenantId, signal) };
}

/** One statement each: several in one would lock rows in another order than everybody else does. */
async function removeDocuments(database: Database, tenantId: string, signal: AbortSignal): Promise<number> {
  const some = await database.query<{ id: string }>(
    'SELECT document_id AS id FROM documents WHERE tenant_id = $1 ORDER BY document_id LIMIT $2',
    [tenantId, DOCUMENTS_AT_ONCE],
    signal,
  );
  for (const { id } of some) await database.query('SELECT delete_document($1, $2)', [tenantId, id], signal);
  return some.length;
}

async function countOwing(database: Database, tenantId: string, signal: AbortSignal): Promise<number> {
  const [row] = await database.query<{ owing: number }>(
    `SELECT count(*)::integer AS owing FROM vector_upkeep
    WHERE tenant_id = $1 AND (written <> '{}' OR leftover <> '{}' OR is_relabeled)`,
    [tenantId],
    signal,
  );
  return row?.owing ?? 0;
}
