import { chooseEmbedder, chooseNextEmbedder } from '@ragfleet/models';
import type { Database } from '@ragfleet/postgres-connection';
import { type Embedder, type IndexGeneration, requireDistinct } from '@ragfleet/rag-core';
import { createBreaker, resilientEmbedder, resilientVectorIndex } from '@ragfleet/resilience';
import { chooseVectorIndex } from '@ragfleet/vector-stores';
import type { Config } from './config.ts';

export interface OpenGenerations {
  /** The one that searches use, then the one that the fleet moves to, when there is one. */
  readonly generations: readonly IndexGeneration[];
  close(): Promise<void>;
}

/** Failures in a row after which a dependency is left alone for a while. */
const EMBEDDING_FAILURES = 3;
const VECTOR_FAILURES = 5;
const MAX_RETRIES = 2;

/** The embedding models of this fleet with their indexes: this is the layer that retries them, and nobody else does. */
export async function openGenerations(
  config: Config,
  database: Database,
  onError: (error: unknown) => void,
): Promise<OpenGenerations> {
  const next = chooseNextEmbedder(config);
  const embedders = [chooseEmbedder(config), ...(next === null ? [] : [next])];
  const opened: Awaited<ReturnType<typeof chooseVectorIndex>>[] = [];
  const generations: IndexGeneration[] = [];
  for (const embedder of embedders) {
    const { dimension, model } = embedder;
    const vectors = await chooseVectorIndex(config, { database, dimension, model, onError });
    opened.push(vectors);
    generations.push(guarded(embedder, vectors.index));
  }
  requireDistinct(generations);
  return {
    generations,
    close: async () => {
      await Promise.all(opened.map((vectors) => vectors.close()));
    },
  };
}

/** Each generation behind breakers of its own: one that is away says nothing about the other. */
function guarded(embedder: Embedder, vectorIndex: IndexGeneration['vectorIndex']): IndexGeneration {
  const { model } = embedder;
  const embedding = createBreaker({ name: `embedding ${model}`, consecutiveFailures: EMBEDDING_FAILURES });
  const vectors = createBreaker({
    name: `${vectorIndex.name} ${model}`,
    consecutiveFailures: VECTOR_FAILURES,
  });
  return {
    embedder: resilientEmbedder(embedder, { breaker: embedding, maxRetries: MAX_RETRIES }),
    vectorIndex: resilientVectorIndex(vectorIndex, { breaker: vectors, maxRetries: MAX_RETRIES }),
  };
}
