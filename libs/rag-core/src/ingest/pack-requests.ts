import type { Embedder } from '../ports/models.ts';

/** Fills requests in order, each within the embedder's limits by count and by tokens. */
export function packRequests<T extends { readonly embeddingTokens: number }>(
  texts: readonly T[],
  limits: Pick<Embedder, 'maxTextsPerRequest' | 'maxTokensPerRequest'>,
): T[][] {
  const requests: T[][] = [];
  let request: T[] = [];
  let tokens = 0;
  for (const text of texts) {
    const isFull =
      request.length >= limits.maxTextsPerRequest ||
      tokens + text.embeddingTokens > limits.maxTokensPerRequest;
    if (isFull && request.length > 0) {
      requests.push(request);
      [request, tokens] = [[], 0];
    }
    request.push(text);
    tokens += text.embeddingTokens;
  }
  if (request.length > 0) requests.push(request);
  return requests;
}
