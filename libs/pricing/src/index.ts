export { compareEmbeddingCosts, type EmbeddingCosts, type EmbeddingLoad } from './compare-embedding-costs.ts';
export {
  compareVectorDatabases,
  type VectorDatabaseComparison,
  type VectorLoad,
} from './compare-vector-databases.ts';
export { NAIVE_COST_MODEL, OPTIMISED_COST_MODEL, yearlySavingsUsd } from './cost-models.ts';
export { costEstimateReply, scenarioOf, vectorDatabasesReply } from './cost-replies.ts';
export { costOf, type QueryCost, type QueryUsage, sumUsd } from './cost-of.ts';
export { type CostEstimate, type CostScenario, estimateCost } from './estimate-cost.ts';
export type { ModelPrice } from './model-price.ts';
export {
  isLocalModel,
  isPriced,
  PRICE_LIST,
  PRICE_LISTS,
  type PriceList,
  type PriceListName,
  withPrices,
} from './price-list.ts';
export { choosePriceList, choosePricesOf, type PriceChoice, priceVariables } from './price-variables.ts';
