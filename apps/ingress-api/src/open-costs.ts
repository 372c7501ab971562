import {
  type BudgetStore,
  type CostLedgerWithReport,
  createBudgets,
  createCallLedger,
  createCostLedger,
} from '@ragfleet/cost-ledger';
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
  readonly logger: Logger;
}

export interface Money {
  readonly prices: PriceList;
  readonly costs: CostLedgerWithReport;
  readonly budgets: BudgetStore;
  readonly bookSearch: BookSearch;
}

/** What things cost, what they have cost, and what a month may. Fault `invalid-input` for an embedding model without a price. */
export function openCosts({ config, redis, embeddingModel, logger }: OpenMoneyOptions): Money {
  const prices = choosePricesOf([embeddingModel], config);
  const metering = { ledger: createCallLedger({ redis }), prices };
  return {
    prices,
    costs: createCostLedger({ redis }),
    budgets: createBudgets({ redis }),
    bookSearch: createBookSearch({ metering, embeddingModel, logger }),
  };
}
