import { queueKeys } from '@ragfleet/contracts';
import type { BudgetAction, Budgets, MonthlyBudget } from '@ragfleet/rag-core';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { monthOf } from '../ledger-times.ts';
import { dollars, nanoDollars } from '../nano-dollars.ts';

/** `limitUsd` is null where there is none. */
export interface BudgetStatus extends Omit<MonthlyBudget, 'limitUsd'> {
  readonly limitUsd: number | null;
}

/** What a tenant may spend in a calendar month (UTC). */
export interface BudgetStore extends Budgets {
  status(tenantId: string): Promise<BudgetStatus>;
  /** In force for the next call. null takes the limit away. */
  set(
    tenantId: string,
    budget: { readonly limitUsd: number | null; readonly action: BudgetAction },
  ): Promise<void>;
}

/** Monthly budgets in USD by tenant, on the queue Redis. A month is one of UTC. Faults: unavailable. */
export function createBudgets(options: {
  readonly redis: Redis;
  /** Of the fleet, by which calls are booked. */
  readonly nowMs: () => number;
}): BudgetStore {
  const { redis, nowMs } = options;
  const status = async (tenantId: string): Promise<BudgetStatus> => {
    // Commands of one tick travel in one batch.
    const [budget, month, reserved, areCallsOpen] = await redisReply(
      Promise.all([
        redis.hgetall(queueKeys.budget(tenantId)),
        redis.hmget(queueKeys.ledgerMonth(tenantId, monthOf(nowMs())), 'settled', 'unsettled'),
        redis.hget(queueKeys.openCallDetails(tenantId), 'reserved'),
        redis.exists(queueKeys.openCalls(tenantId)),
      ]),
    );
    const spent = [...month, areCallsOpen === 1 ? reserved : null].reduce(
      (sum, nano) => sum + BigInt(nano ?? '0'),
      0n,
    );
    const { limit, action } = budget;
    return {
      limitUsd: limit === undefined ? null : dollars(BigInt(limit)),
      spentUsd: dollars(spent),
      action: action === 'refuse' ? 'refuse' : 'degrade',
    };
  };
  return {
    status,
    current: async (tenantId) => {
      const { limitUsd, ...rest } = await status(tenantId);
      return limitUsd === null ? null : { ...rest, limitUsd };
    },
    set: async (tenantId, { limitUsd, action }) => {
      const key = queueKeys.budget(tenantId);
      const write = redis.multi().hset(key, 'action', action);
      if (limitUsd === null) write.hdel(key, 'limit');
      else write.hset(key, 'limit', String(nanoDollars(limitUsd)));
      await redisReply(write.exec());
    },
  };
}
