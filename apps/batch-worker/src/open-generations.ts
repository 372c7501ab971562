import { chooseEmbedder, chooseNextEmbedder } from '@ragfleet/models';
import type { Database } from '@ragfleet/postgres-connection';
import { type IndexGeneration, requireDistinct } from '@ragfleet/rag-core';
import {
  type Breakers,
  createRetryBudgets,
  guardEmbedder,
  guardVectorIndex,
  type PortGuard,
} from '@ragfleet/resilience';
import { chooseVectorIndex } from '@ragfleet/vector-stores';
import type { Config } from './config.ts';

export interface OpenGenerations {
  /** The one that searches use, then the one that the fleet moves to, when there is one. */
  readonly generations: readonly IndexGeneration[];
  close(): Promise<void>;
}

const MAX_RETRIES = 2;

export interface OpenGenerationsOptions {
  readonly database: Database;
  readonly breakers: Breakers;
  readonly onError: (error: unknown) => void;
}

/** The embedding models of this fleet with their indexes: this is the layer that retries them, and nobody else does. */
export async function openGenerations(
  config: Config,
  { database, breakers, onError }: OpenGenerationsOptions,
): Promise<OpenGenerations> {
  const next = chooseNextEmbedder(config);
  const embedders = [chooseEmbedder(config), ...(next === null ? [] : [next])];
  const opened: Awaited<ReturnType<typeof chooseVectorIndex>>[] = [];
  const generations: IndexGeneration[] = [];
  // Each generation behind breakers of its own: one that is away says nothing about the other. Retries are the provider's.
  const guard: PortGuard = {
    rules: config,
    breakers,
    budgets: createRetryBudgets(),
    maxRetries: MAX_RETRIES,
  };
  for (const embedder of embedders) {
    const { dimension, model } = embedder;
    const vectors = await chooseVectorIndex(config, { database, dimension, model, onError });
    opened.push(vectors);
    generations.push({
      embedder: guardEmbedder(embedder, guard),
      vectorIndex: guardVectorIndex(vectors.index, model, guard),
    });
  }
  requireDistinct(generations);
  return {
    generations,
    close: async () => {
      await Promise.all(opened.map((vectors) => vectors.close()));
    },
  };
}
