import {
  type BudgetStore,
  type CostLedgerWithReport,
  createBudgets,
  createCallLedger,
  createCostLedger,
} from '@ragfleet/cost-ledger';
import type { Clock } from '@ragfleet/kernel';
import { choosePricesOf, type PriceList } from '@ragfleet/pricing';
import type { Redis } from '@ragfleet/redis-connection';
import type { Logger } from '@ragfleet/service-runtime';
import { type BookSearch, createBookSearch } from './book-search.ts';
import type { Config } from './config.ts';

export interface OpenMoneyOptions {
  readonly config: Config;
  /** Of the queue Redis. */
  readonly redis: Redis;
  readonly embeddingModel: string;
  /** The fleet's, by which everybody books. */
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface Money {
  readonly clock: Clock;
  readonly prices: PriceList;
  readonly costs: CostLedgerWithReport;
  readonly budgets: BudgetStore;
  readonly bookSearch: BookSearch;
}

/** What things cost, what they have cost, and what a month may. Fault `invalid-input` for an embedding model without a price. */
export function openCosts({ config, redis, embeddingModel, logger, clock }: OpenMoneyOptions): Money {
  const prices = choosePricesOf([embeddingModel], config);
  const book = { redis, nowMs: () => clock.nowMs() };
  const metering = { ledger: createCallLedger(book), prices };
  return {
    clock,
    prices,
    costs: createCostLedger(book),
    budgets: createBudgets(book),
    bookSearch: createBookSearch({ metering, embeddingModel, logger }),
  };
}
