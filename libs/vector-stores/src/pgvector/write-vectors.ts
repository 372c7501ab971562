import type { Clock } from '@ragfleet/kernel';
import type { DocumentLabels, PassageVector, VectorIndex } from '@ragfleet/rag-core';
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

/** What changes vectors. Removals are one statement; what goes into a graph is as many as keep each one short. */
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
    async relabelDocument(tenantId, documentId, labels, signal) {
      for (let asked = 0, changed = 0; changed === asked; ) {
        asked = size.vectors;
        const startedAtMs = clock.monotonicMs();
        changed = await relabelSome(rows, table, { tenantId, documentId, labels, limit: asked }, signal);
        if (changed > 0) size.took(changed, clock.monotonicMs() - startedAtMs);
      }
    },
  };
}

interface RelabelSome {
  readonly tenantId: string;
  readonly documentId: string;
  readonly labels: DocumentLabels;
  readonly limit: number;
}

/**
 * How many passages got the labels; fewer than the limit when no other one lacks them. A new label puts a vector into
 * its graph anew. In the order of their keys, as below.
 */
async function relabelSome(
  rows: VectorRows,
  table: VectorTable,
  { tenantId, documentId, labels: { namespace, department }, limit }: RelabelSome,
  signal: AbortSignal,
): Promise<number> {
  const changed = await rows.query(
    `WITH lacking AS (
      SELECT passage_id FROM ${table.name}
      WHERE tenant_id = $1 AND document_id = $2 AND (namespace <> $3 OR department IS DISTINCT FROM $4)
      ORDER BY passage_id LIMIT $5 FOR NO KEY UPDATE
    )
    UPDATE ${table.name} AS stored SET namespace = $3, department = $4 FROM lacking
    WHERE stored.tenant_id = $1 AND stored.passage_id = lacking.passage_id
    RETURNING stored.passage_id`,
    [tenantId, documentId, namespace, department, limit],
    signal,
  );
  return changed.length;
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
