import { Fault } from '@ragfleet/kernel';
import type { DenseCandidate, VectorIndex } from '@ragfleet/rag-core';
import { z } from 'zod';
import { cutIds, jsonNumbers } from '../cut-requests.ts';
import { requireDimension } from '../vector-values.ts';
import { accessFilter } from './access-filter.ts';
import type { OpenCollection } from './collection.ts';
import { pointId } from './point-id.ts';

const IDS_PER_REQUEST = 1_000;
const MAX_RESULTS = 1_000;
/** How many candidates the graph search keeps: 50, or twice what is asked for. */
const MIN_HNSW_EF = 50;

/** Who a point belongs to and what it stands for: all that is returned of it. */
const LABELS = ['tenant_id', 'passage_id'];
const labels = z.object({ tenant_id: z.string(), passage_id: z.string() });

/** Search and look-up, by the query API. */
export function readPoints({
  calls,
  name,
  dimension,
  prepared,
}: OpenCollection): Pick<VectorIndex, 'searchDense' | 'existing'> {
  const shown = { collection_name: name, with_payload: LABELS, with_vector: false };
  return {
    async searchDense(scope, vector, limit, signal) {
      requireDimension(vector, dimension);
      const filter = accessFilter(scope);
      if (filter === null) return [];
      await prepared(signal);
      const count = Math.min(limit, MAX_RESULTS);
      const params = { hnsw_ef: Math.max(MIN_HNSW_EF, 2 * count), exact: false };
      const query = { ...shown, query: jsonNumbers(vector), filter, limit: count, params };
      const { points } = await calls.run(signal, (init) => calls.api.queryPoints(query, init));
      return points.map(candidateOf);
    },
    async existing(tenantId, passageIds, signal) {
      await prepared(signal);
      const found = new Set<string>();
      for (const some of cutIds(passageIds, IDS_PER_REQUEST)) {
        const ids = some.map((passageId) => pointId(tenantId, passageId));
        const records = await calls.run(signal, (init) => calls.api.getPoints({ ...shown, ids }, init));
        for (const { tenant_id, passage_id } of records.map(({ payload }) => labelsOf(payload)))
          if (tenant_id === tenantId) found.add(passage_id);
      }
      return found;
    },
  };
}

function candidateOf(point: { readonly score: number; readonly payload?: unknown }): DenseCandidate {
  const { tenant_id, passage_id } = labelsOf(point.payload);
  return { tenantId: tenant_id, passageId: passage_id, score: point.score };
}

function labelsOf(payload: unknown): z.infer<typeof labels> {
  const parsed = labels.safeParse(payload);
  if (parsed.success) return parsed.data;
  throw new Fault(
    'corrupt',
    'A point in Qdrant names no tenant and passage. Delete what else writes to this collection.',
  );
}
