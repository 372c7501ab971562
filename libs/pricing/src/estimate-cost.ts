import { ratesFor } from './model-price.ts';
import { type PriceList, priceOf } from './price-list.ts';
import { withoutNoise } from './without-noise.ts';

/** Questions as somebody expects them. Tokens are of one question. */
export interface CostScenario {
  readonly dailyQueries: number;
  readonly queryTokens: number;
  readonly contextTokens: number;
  readonly responseTokens: number;
  /** Which model answers which share of the questions. The shares sum to 1. */
  readonly modelShares: Readonly<Record<string, number>>;
  readonly embeddingModel: string;
  /** What is paid of the bill: 0.4 when six of ten answers come from a cache. 1 is all of it. */
  readonly factor: number;
  readonly days: number;
}

export interface ModelEstimate {
  /** Over all days. */
  readonly queries: number;
  readonly inputUsd: number;
  readonly outputUsd: number;
  readonly totalUsd: number;
}

/** US dollars over all days of the scenario, the factor included. The parts sum to the total. */
export interface CostEstimate {
  readonly totalUsd: number;
  readonly usdPerQuery: number;
  readonly embeddingUsd: number;
  readonly models: readonly (ModelEstimate & { readonly model: string })[];
}

const PER_MILLION = 1_000_000;

/** What a scenario costs by the list. Fault `invalid-input` for a model that the list does not price. */
export function estimateCost(scenario: CostScenario, list: PriceList): CostEstimate {
  const { dailyQueries, days, modelShares } = scenario;
  const queries = dailyQueries * days;
  const embedding = embeddingUsdPerQuery(scenario, list);
  const models = Object.entries(modelShares).map(([model, share]) => {
    const { input, output } = usdPerQueryOf(model, scenario, list);
    return {
      model,
      queries: queries * share,
      input: queries * share * input,
      output: queries * share * output,
    };
  });
  const total = models.reduce((sum, { input, output }) => sum + input + output, queries * embedding);
  return {
    totalUsd: withoutNoise(total),
    usdPerQuery: queries === 0 ? 0 : withoutNoise(total / queries),
    embeddingUsd: withoutNoise(queries * embedding),
    models: models.map(({ model, input, output, ...rest }) => ({
      model,
      queries: withoutNoise(rest.queries),
      inputUsd: withoutNoise(input),
      outputUsd: withoutNoise(output),
      totalUsd: withoutNoise(input + output),
    })),
  };
}

function embeddingUsdPerQuery(
  { embeddingModel, queryTokens, factor }: CostScenario,
  list: PriceList,
): number {
  return (queryTokens * priceOf(embeddingModel, list).inputUsd * factor) / PER_MILLION;
}

function usdPerQueryOf(model: string, scenario: CostScenario, list: PriceList) {
  const { queryTokens, contextTokens, responseTokens, factor } = scenario;
  const inputTokens = queryTokens + contextTokens;
  const rates = ratesFor(priceOf(model, list), inputTokens);
  return {
    input: (inputTokens * rates.inputUsd * factor) / PER_MILLION,
    output: (responseTokens * rates.outputUsd * factor) / PER_MILLION,
  };
}
