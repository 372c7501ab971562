import type { VectorIndex } from '@ragfleet/rag-core';
import { prepareOnce } from '../prepare-once.ts';
import { spaceName } from '../space-name.ts';
import { prepareCollection } from './prepare-collection.ts';
import { createQdrantCalls } from './qdrant-calls.ts';
import { readPoints } from './read-points.ts';
import { writePoints } from './write-points.ts';

export interface OpenQdrantIndex {
  /** Such as `https://host:6333`; a path before the API is kept. */
  readonly url: string;
  readonly apiKey?: string;
  /** Numbers in a vector. */
  readonly dimension: number;
  /** The embedding model: vectors of two models never meet in one collection. */
  readonly model: string;
}

const PREPARE_TIMEOUT_MS = 30_000;

/**
 * Qdrant: one collection per embedding model, the tenant required in every filter, labels as payload, no vectors
 * returned. Writes wait until they can be found. Nothing is tried again here.
 */
export async function openQdrantIndex({
  url,
  apiKey,
  dimension,
  model,
}: OpenQdrantIndex): Promise<VectorIndex> {
  const calls = createQdrantCalls(url, apiKey);
  const name = spaceName(model, dimension);
  const prepared = await prepareOnce({
    store: 'Qdrant',
    timeoutMs: PREPARE_TIMEOUT_MS,
    prepare: (signal) => prepareCollection(calls, name, dimension, signal),
  });
  const collection = { calls, name, dimension, prepared };
  return { name: 'qdrant', ...readPoints(collection), ...writePoints(collection) };
}
