import type { Clock } from '@ragfleet/kernel';
import type { PassageVector, VectorIndex } from '@ragfleet/rag-core';
import { requireDimension, vectorText } from '../vector-values.ts';
import type { GraphKeeper } from './keep-graphs.ts';
import { createStatementSize } from './statement-size.ts';
import type { VectorRows } from './vector-rows.ts';
import type { VectorTable } from './vector-table.ts';

export interface WriteVectors {
  readonly rows: VectorRows;
  readonly table: VectorTable;
  readonly dimension: number;
  readonly keeper: Pick<GraphKeeper, 'consider'>;
  readonly clock: Clock;
}

type Writes = Pick<VectorIndex, 'upsert' | 'removePassages' | 'removeDocument' | 'relabelDocument'>;

/** What changes vectors. Each call is one statement; an upsert as many as keep each one short. */
export function createWrites(options: WriteVectors): Writes {
  const { rows, table, dimension, keeper, clock } = options;
  const size = createStatementSize();
  return {
    async upsert(vectors, signal) {
      for (const { vector } of vectors) requireDimension(vector, dimension);
      for (let start = 0, end = 0; start < vectors.length; start = end) {
        end = start + size.vectors;
        const some = vectors.slice(start, end);
        const startedAtMs = clock.monotonicMs();
        await upsertSome(rows, table, some, signal);
        size.took(some.length, clock.monotonicMs() - startedAtMs);
        for (const [tenantId, own] of Map.groupBy(some, (vector) => vector.tenantId))
          keeper.consider(tenantId, own.length);
      }
    },
    async removePassages(tenantId, passageIds, signal) {
      await rows.query(
        `DELETE FROM ${table.name} WHERE tenant_id = $1 AND passage_id = ANY($2::text[])`,
        [tenantId, passageIds],
        signal,
      );
      keeper.consider(tenantId, passageIds.length);
    },
    async removeDocument(tenantId, documentId, signal) {
      await rows.query(
        `DELETE FROM ${table.name} WHERE tenant_id = $1 AND document_id = $2`,
        [tenantId, documentId],
        signal,
      );
      keeper.consider(tenantId, 1);
    },
    async relabelDocument(tenantId, documentId, { namespace, department }, signal) {
      await rows.query(
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
  rows: VectorRows,
  table: VectorTable,
  vectors: readonly PassageVector[],
  signal: AbortSignal,
): Promise<void> {
  await rows.query(
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
