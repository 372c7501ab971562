import { costOf, type PriceList } from '@ragfleet/pricing';

/** 3,000 tokens of context, a question of ten words, and an answer of 300 tokens. */
const TYPICAL = {
  inputTokens: 3_013,
  outputTokens: 300,
  embeddingModel: null,
  embeddingTokens: 0,
  vectorQueries: 0,
};

/** What a typical answer of a model costs, in US dollars: the one figure by which models are dearer or cheaper. */
export const typicalCostUsd = (model: string, prices: PriceList): number =>
  costOf({ ...TYPICAL, model }, prices).totalUsd;
