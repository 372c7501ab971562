import type { Embedder } from '../ports/models.ts';

interface Sized {
  readonly embeddingTokens: number;
}

/** Fills requests in order, each within the embedder's limits by count and by tokens. */
export interface RequestPacker<T extends Sized> {
  /** The request that this text does not fit into any more, when there is one. */
  add(text: T): readonly T[] | null;
  /** What is not full yet. */
  take(): readonly T[];
}

export function createRequestPacker<T extends Sized>(
  limits: Pick<Embedder, 'maxTextsPerRequest' | 'maxTokensPerRequest'>,
): RequestPacker<T> {
  let request: T[] = [];
  let tokens = 0;
  const take = (): readonly T[] => {
    const full = request;
    [request, tokens] = [[], 0];
    return full;
  };
  return {
    add: (text) => {
      const isFull =
        request.length >= limits.maxTextsPerRequest ||
        tokens + text.embeddingTokens > limits.maxTokensPerRequest;
      const full = isFull && request.length > 0 ? take() : null;
      request.push(text);
      tokens += text.embeddingTokens;
      return full;
    },
    take,
  };
}
