import type { VectorDatabaseComparison } from './compare-vector-databases.ts';
import type { CostEstimate, CostScenario } from './estimate-cost.ts';

/** A scenario by the names of the HTTP contract. Tokens are of one question. */
export interface CostEstimateSubmission {
  readonly daily_queries: number;
  readonly avg_query_tokens: number;
  readonly avg_context_tokens: number;
  readonly avg_response_tokens: number;
  readonly model_distribution: Readonly<Record<string, number>>;
  readonly embedding_model: string;
  readonly factor: number;
  readonly days: number;
}

/** A request for an estimate as the scenario that is priced. */
export const scenarioOf = (submission: CostEstimateSubmission): CostScenario => ({
  dailyQueries: submission.daily_queries,
  queryTokens: submission.avg_query_tokens,
  contextTokens: submission.avg_context_tokens,
  responseTokens: submission.avg_response_tokens,
  modelShares: submission.model_distribution,
  embeddingModel: submission.embedding_model,
  factor: submission.factor,
  days: submission.days,
});

/** As the HTTP contract and the command's JSON name it; `breakdown` by model, `days` those of the scenario. */
export interface CostEstimateReply {
  monthly_total: number;
  cost_per_query: number;
  embedding_cost: number;
  breakdown: Record<string, { queries: number; input_cost: number; output_cost: number; total: number }>;
  days: number;
  prices_as_of: string;
}

/** An estimate in the fields of the public API, in USD. */
export const costEstimateReply = (
  estimate: CostEstimate,
  days: number,
  pricesAsOf: string,
): CostEstimateReply => ({
  monthly_total: estimate.totalUsd,
  cost_per_query: estimate.usdPerQuery,
  embedding_cost: estimate.embeddingUsd,
  breakdown: Object.fromEntries(
    estimate.models.map(({ model, queries, inputUsd, outputUsd, totalUsd }) => [
      model,
      { queries, input_cost: inputUsd, output_cost: outputUsd, total: totalUsd },
    ]),
  ),
  days,
  prices_as_of: pricesAsOf,
});

/** As the HTTP contract and the command's JSON name it. */
export interface VectorDatabasesReply {
  storage_gb: number;
  comparisons: { service: string; monthly: number; notes: string }[];
  cheapest: string;
  most_expensive: string;
  prices_as_of: string;
}

/** A comparison of vector databases in the fields of the public API, in USD a month. */
export const vectorDatabasesReply = (compared: VectorDatabaseComparison): VectorDatabasesReply => ({
  storage_gb: compared.storageGb,
  comparisons: compared.services.map(({ service, monthlyUsd, notes }) => ({
    service,
    monthly: monthlyUsd,
    notes,
  })),
  cheapest: compared.cheapest,
  most_expensive: compared.mostExpensive,
  prices_as_of: compared.pricesAsOf,
});
