import { countTokens, type Embedder } from '@ragfleet/rag-core';

export interface CountingEmbedder extends Embedder {
  /** What has been asked since the start. */
  readonly asked: { requests: number; texts: number; tokens: number };
}

const DIMENSION = 256;

/** Answers at once with one and the same vector: what is measured is everything but the model. Limits are the provider's. */
export function createCountingEmbedder({ countsTokens }: { countsTokens: boolean }): CountingEmbedder {
  const asked = { requests: 0, texts: 0, tokens: 0 };
  const vector = new Float32Array(DIMENSION).fill(1 / Math.sqrt(DIMENSION));
  return {
    asked,
    model: 'bench',
    dimension: DIMENSION,
    maxTextsPerRequest: 2_048,
    maxTokensPerRequest: 300_000,
    maxTokensPerText: 8_192,
    fusionWeight: 0.5,
    semanticThreshold: 0.95,
    embed: async (texts) => {
      asked.requests += 1;
      asked.texts += texts.length;
      const tokens = countsTokens ? texts.reduce((sum, text) => sum + countTokens(text), 0) : 0;
      asked.tokens += tokens;
      return { vectors: texts.map(() => vector), tokens };
    },
  };
}
