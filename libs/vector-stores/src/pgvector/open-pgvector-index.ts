import { type Database, runMigrations } from '@ragfleet/postgres-connection';
import type { PassageVector, VectorIndex } from '@ragfleet/rag-core';
import { createSearchDense } from './search-dense.ts';
import { requireDimension, vectorText } from '../vector-values.ts';
import { type VectorTable, vectorTable } from './vector-table.ts';

export interface OpenPgvectorIndex {
  /** Stays the caller's to close. */
  readonly database: Database;
  readonly dimension: number;
  /** The embedding model: vectors of two models never meet in one table. */
  readonly model: string;
}

/** About 10 MB of text at 1,536 dimensions. */
const VECTORS_PER_STATEMENT = 500;

/** pgvector, on a server or on the embedded database: the same statements on both. Makes the model's table first. */
export async function openPgvectorIndex({
  database,
  dimension,
  model,
}: OpenPgvectorIndex): Promise<VectorIndex> {
  const table = vectorTable(model, dimension);
  await runMigrations(database, { component: table.name, migrations: table.migrations });
  return {
    name: 'pgvector',
    searchDense: await createSearchDense(database, table, dimension),
    async upsert(vectors, signal) {
      for (const { vector } of vectors) requireDimension(vector, dimension);
      for (let start = 0; start < vectors.length; start += VECTORS_PER_STATEMENT) {
        await upsertSome(database, table, vectors.slice(start, start + VECTORS_PER_STATEMENT), signal);
      }
    },
    async existing(tenantId, passageIds, signal) {
      const rows = await database.query<{ passageId: string }>(
        `SELECT passage_id AS "passageId" FROM ${table.name} WHERE tenant_id = $1 AND passage_id = ANY($2::text[])`,
        [tenantId, passageIds],
        signal,
      );
      return new Set(rows.map(({ passageId }) => passageId));
    },
    async removePassages(tenantId, passageIds, signal) {
      await database.query(
        `DELETE FROM ${table.name} WHERE tenant_id = $1 AND passage_id = ANY($2::text[])`,
        [tenantId, passageIds],
        signal,
      );
    },
    async removeDocument(tenantId, documentId, signal) {
      await database.query(
        `DELETE FROM ${table.name} WHERE tenant_id = $1 AND document_id = $2`,
        [tenantId, documentId],
        signal,
      );
    },
    async relabelDocument(tenantId, documentId, { namespace, department }, signal) {
      await database.query(
        `UPDATE ${table.name} SET namespace = $3, department = $4 WHERE tenant_id = $1 AND document_id = $2
          AND (namespace <> $3 OR department IS DISTINCT FROM $4)`,
        [tenantId, documentId, namespace, department],
        signal,
      );
    },
  };
}

/** In the order of their keys, so that two writers of the same passages wait for each other and never deadlock. */
async function upsertSome(
  database: Database,
  table: VectorTable,
  vectors: readonly PassageVector[],
  signal: AbortSignal,
): Promise<void> {
  await database.query(
    `INSERT INTO ${table.name} AS stored (tenant_id, passage_id, document_id, namespace, department, embedding)
    SELECT tenant_id, passage_id, document_id, namespace, department, embedding::${table.type}
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
      AS item (tenant_id, passage_id, document_id, namespace, department, embedding)
    ORDER BY tenant_id, passage_id
    ON CONFLICT (tenant_id, passage_id) DO UPDATE SET
      document_id = excluded.document_id, namespace = excluded.namespace, department = excluded.department,
      embedding = excluded.embedding`,
    [
      vectors.map(({ tenantId }) => tenantId),
      vectors.map(({ passageId }) => passageId),
      vectors.map(({ documentId }) => documentId),
      vectors.map(({ namespace }) => namespace),
      vectors.map(({ department }) => department),
      vectors.map(({ vector }) => vectorText(vector)),
    ],
    signal,
  );
}
