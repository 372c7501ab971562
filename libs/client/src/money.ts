import type { CallOptions } from './queries.ts';
import type {
  Budget,
  BudgetChange,
  CostEstimate,
  CostFilter,
  CostReport,
  NewCostEstimate,
  UsageFilter,
  UsagePage,
  VectorDatabaseFilter,
  VectorDatabasePrices,
} from './resources/cost.ts';
import type { Transport } from './transport/transport.ts';

export interface Money {
  /** What queries have cost. */
  costs(filter?: CostFilter, options?: CallOptions): Promise<CostReport>;
  /** A page of what was spent by day, user, model and route. For keys of admins. */
  usage(filter?: UsageFilter, options?: CallOptions): Promise<UsagePage>;
  estimateCosts(estimate: NewCostEstimate, options?: CallOptions): Promise<CostEstimate>;
  compareVectorDatabases(filter: VectorDatabaseFilter, options?: CallOptions): Promise<VectorDatabasePrices>;
  budget(options?: CallOptions): Promise<Budget>;
  /** In force for the next query when it resolves. */
  setBudget(budget: BudgetChange, options?: CallOptions): Promise<Budget>;
}

export function createMoney(transport: Transport): Money {
  return {
    costs: (filter = {}, { signal } = {}) =>
      transport.read({ method: 'GET', path: '/v1/costs', query: { ...filter }, signal, isRepeatable: true }),
    usage: (filter = {}, { signal } = {}) =>
      transport.read({
        method: 'GET',
        path: '/v1/costs/usage',
        query: { ...filter },
        signal,
        isRepeatable: true,
      }),
    estimateCosts: (body, { signal } = {}) =>
      transport.read({ method: 'POST', path: '/v1/costs/estimate', body, signal, isRepeatable: true }),
    compareVectorDatabases: (filter, { signal } = {}) =>
      transport.read({
        method: 'GET',
        path: '/v1/costs/vector-databases',
        query: { ...filter },
        signal,
        isRepeatable: true,
      }),
    budget: ({ signal } = {}) =>
      transport.read({ method: 'GET', path: '/v1/budget', signal, isRepeatable: true }),
    setBudget: (body, { signal } = {}) =>
      transport.read({ method: 'PUT', path: '/v1/budget', body, signal, isRepeatable: true }),
  };
}
