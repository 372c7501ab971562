import type { Embedder } from '../../ports/models.ts';

interface Sized {
  readonly embeddingTokens: number;
}

/** Fills requests in order, each within the embedder's limits by count and by tokens as the provider counts them. */
export interface RequestPacker<T extends Sized> {
  /** The request that this text does not fit into any more, when there is one. */
  add(text: T): readonly T[] | null;
  /** What is not full yet. */
  take(): readonly T[];
  /** What the provider counted where we counted `ownTokens`: its tokenizer may cut a language finer than ours. */
  learn(providerTokens: number, ownTokens: number): void;
}

/** How fast a high ratio is forgotten when texts of another language follow. */
const FORGETTING = 0.25;
/** How much of our own count is at least believed, whatever a provider says. */
const MIN_RATIO = 0.9;

/**
 * Packs texts into requests that keep to a provider's limits of texts and tokens, and learns how the provider counts.
 */
export function createRequestPacker<T extends Sized>(
  limits: Pick<Embedder, 'maxTextsPerRequest' | 'maxTokensPerRequest'>,
): RequestPacker<T> {
  let request: T[] = [];
  let tokens = 0;
  // Provider's tokens for one of ours. We count a text's parts one by one, which comes to a little more than the whole.
  let ratio = 1;
  const take = (): readonly T[] => {
    const full = request;
    [request, tokens] = [[], 0];
    return full;
  };
  return {
    add: (text) => {
      const isFull =
        request.length >= limits.maxTextsPerRequest ||
        (tokens + text.embeddingTokens) * ratio > limits.maxTokensPerRequest;
      const full = isFull && request.length > 0 ? take() : null;
      request.push(text);
      tokens += text.embeddingTokens;
      return full;
    },
    take,
    learn: (providerTokens, ownTokens) => {
      // A local model bills nothing.
      if (providerTokens <= 0 || ownTokens <= 0) return;
      const seen = Math.max(MIN_RATIO, providerTokens / ownTokens);
      ratio = seen > ratio ? seen : ratio + (seen - ratio) * FORGETTING;
    },
  };
}
