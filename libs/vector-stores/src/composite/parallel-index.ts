import { type Clock, toFault } from '@ragfleet/kernel';
import type { VectorIndex } from '@ragfleet/rag-core';
import { cutTo, fuseByRank } from './fuse-by-rank.ts';
import type { OnSource } from './retrieval-result.ts';
import { enoughOf, searchSources } from './search-sources.ts';

export interface ParallelIndex {
  /** Every one holds every vector. */
  readonly sources: readonly VectorIndex[];
  /** `parallel` waits for every source within its time, `fastest` for as much as is asked for. */
  readonly search: 'parallel' | 'fastest';
  /** How long one source may take. */
  readonly timeoutMs: number;
  /** So many have to answer before `fastest` is content. */
  readonly minSources: number;
  readonly clock: Clock;
  readonly onSource: OnSource;
}

/**
 * Several stores as one. A search asks all at once and fuses their answers by rank; a source that fails or is late is
 * left out, and only when every one failed does the search. A write goes to every store and fails when it failed in one,
 * so that no store falls behind unnoticed.
 */
export function createParallelIndex(options: ParallelIndex): VectorIndex {
  const { sources, minSources } = options;
  return {
    name: sources.map(({ name }) => name).join('+'),
    async searchDense(scope, vector, limit, signal) {
      const isEnough = options.search === 'fastest' ? enoughOf(minSources, limit) : () => false;
      const rankings = await searchSources({ ...options, isEnough }, scope, vector, limit, signal);
      return cutTo(limit, scope.access.tenantId, fuseByRank(rankings));
    },
    /** A passage that one store lacks has to be written again, so it does not count as there. */
    async existing(tenantId, passageIds, signal) {
      const held = await onAll(sources, (source) => source.existing(tenantId, passageIds, signal));
      return new Set(passageIds.filter((passageId) => held.every((one) => one.has(passageId))));
    },
    async upsert(vectors, signal) {
      await onAll(sources, (source) => source.upsert(vectors, signal));
    },
    async removePassages(tenantId, passageIds, signal) {
      await onAll(sources, (source) => source.removePassages(tenantId, passageIds, signal));
    },
    async removeDocument(tenantId, documentId, signal) {
      await onAll(sources, (source) => source.removeDocument(tenantId, documentId, signal));
    },
    async relabelDocument(tenantId, documentId, labels, signal) {
      await onAll(sources, (source) => source.relabelDocument(tenantId, documentId, labels, signal));
    },
  };
}

/** Runs on every source to its end, so that a failure in one keeps nothing from the others; then the first failure wins. */
async function onAll<Value>(
  sources: readonly VectorIndex[],
  run: (source: VectorIndex) => Promise<Value>,
): Promise<Value[]> {
  const results = await Promise.allSettled(sources.map(run));
  for (const result of results) if (result.status === 'rejected') throw toFault(result.reason);
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}
