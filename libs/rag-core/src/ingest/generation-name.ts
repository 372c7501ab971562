import type { Embedder } from '../ports/models.ts';

/** The name of the vectors of one embedding model: vectors are compared within it alone. */
export const generationName = ({
  embedder,
}: {
  readonly embedder: Pick<Embedder, 'model' | 'dimension'>;
}): string => `${embedder.model} ${embedder.dimension}`;
