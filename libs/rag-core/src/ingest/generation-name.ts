import type { Embedder } from '../ports/models.ts';

export const generationName = ({
  embedder,
}: {
  readonly embedder: Pick<Embedder, 'model' | 'dimension'>;
}): string => `${embedder.model} ${embedder.dimension}`;
