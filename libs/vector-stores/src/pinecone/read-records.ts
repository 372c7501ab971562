import { Fault } from '@ragfleet/kernel';
import type { VectorIndex } from '@ragfleet/rag-core';
import { z } from 'zod';
import { cutIds, jsonNumbers } from '../cut-requests.ts';
import { requireDimension } from '../vector-values.ts';
import { accessFilter } from './access-filter.ts';
import type { OpenRecords } from './write-records.ts';

const IDS_PER_REQUEST = 1_000;
/** The most that Pinecone returns with metadata. */
const MAX_RESULTS = 1_000;

/** Who a record belongs to, as the record itself says. */
const owner = z.object({ tenant_id: z.string() });

/** Search and look-up in the tenant's Pinecone namespace. */
export function readRecords({
  calls,
  open,
  dimension,
}: OpenRecords): Pick<VectorIndex, 'searchDense' | 'existing'> {
  return {
    async searchDense(scope, vector, limit, signal) {
      requireDimension(vector, dimension);
      const filter = accessFilter(scope);
      if (filter === null) return [];
      const index = await open(signal);
      const { matches } = await calls.run(signal, () =>
        index.query({
          namespace: scope.access.tenantId,
          vector: jsonNumbers(vector),
          topK: Math.min(limit, MAX_RESULTS),
          includeValues: false,
          includeMetadata: true,
          ...(filter === undefined ? {} : { filter }),
        }),
      );
      return matches.map(({ id, score, metadata }) => ({
        tenantId: ownerOf(metadata),
        passageId: id,
        score: score ?? 0,
      }));
    },
    async existing(tenantId, passageIds, signal) {
      const index = await open(signal);
      const found = new Set<string>();
      for (const ids of cutIds(passageIds, IDS_PER_REQUEST)) {
        // A fetch returns the vectors too; a filtered query returns ids alone, whatever its vector is.
        const { matches } = await calls.run(signal, () =>
          index.query({
            namespace: tenantId,
            vector: anyVector(dimension),
            topK: ids.length,
            includeValues: false,
            includeMetadata: false,
            filter: { passage_id: { $in: ids } },
          }),
        );
        for (const { id } of matches) found.add(id);
      }
      return found;
    },
  };
}

/** Cosine has no answer for zeros. */
const anyVector = (dimension: number): number[] =>
  Array.from({ length: dimension }, (_, at) => (at === 0 ? 1 : 0));

function ownerOf(metadata: unknown): string {
  const parsed = owner.safeParse(metadata);
  if (parsed.success) return parsed.data.tenant_id;
  throw new Fault('corrupt', 'A record in Pinecone names no tenant. Delete what else writes to this index.');
}
