import type { QueryResult } from '@ragfleet/contracts';

/** What a query that succeeded gives: an answer of a model that cites nothing, but for what is named. */
export const queryResultOf = (changes: Partial<QueryResult> = {}): QueryResult => ({
  answer: '30 days [1].',
  citations: [],
  model: 'test-model',
  confidence: 0.9,
  usage: { input_tokens: 1, output_tokens: 1, embedding_tokens: 0 },
  cost_usd: 0,
  cache: { status: 'miss', tier: null, similarity: null, age_seconds: null, retrieval: 'miss' },
  degradation: { level: 'full', reasons: [] },
  warnings: [],
  timings_ms: { queue_wait: 0, guard: 0, cache: 0, embed: 0, search: 0, fetch: 0, generate: 0, total: 0 },
  ...changes,
});
