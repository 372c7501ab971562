export { costOf, type QueryCost, type QueryUsage, sumUsd } from './cost-of.ts';
export {
  isLocalModel,
  isPriced,
  type ModelPrice,
  PRICE_LIST,
  type PriceList,
  withPrices,
} from './price-list.ts';
