import type { Embedder } from '@ragfleet/rag-core';
import { z } from 'zod';
import { chooseEmbedder } from './choose-models.ts';
import type { ModelChoice } from './model-variables.ts';

/** The variables of the apps that write vectors, while the fleet moves to another embedding model. */
export const nextEmbeddingVariables = {
  NEXT_EMBEDDING_MODEL: z
    .string()
    .optional()
    .transform((text) => (text === undefined || text.trim() === '' ? undefined : text.trim()))
    .meta({
      description:
        'embedding model that the fleet is moving to, or away from: every vector is kept for both; docs/operations.md has the steps',
    }),
  NEXT_EMBEDDING_DIMENSION: z.coerce
    .number()
    .int()
    .min(1)
    .max(4_000)
    .optional()
    .meta({ description: 'dimension of NEXT_EMBEDDING_MODEL, where it is not 1536' }),
};

/** What an app read from its environment by `nextEmbeddingVariables`. */
export interface NextModelChoice extends ModelChoice {
  readonly NEXT_EMBEDDING_MODEL?: string | undefined;
  readonly NEXT_EMBEDDING_DIMENSION?: number | undefined;
}

/** The embedder of the other generation; null when no change of models is under way. */
export function chooseNextEmbedder(choice: NextModelChoice): Embedder | null {
  if (choice.NEXT_EMBEDDING_MODEL === undefined) return null;
  return chooseEmbedder({
    ...choice,
    EMBEDDING_MODEL: choice.NEXT_EMBEDDING_MODEL,
    EMBEDDING_DIMENSION: choice.NEXT_EMBEDDING_DIMENSION,
  });
}
