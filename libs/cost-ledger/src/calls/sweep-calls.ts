import { queueKeys } from '@ragfleet/contracts';
import { defineScript, type Redis, redisReply } from '@ragfleet/redis-connection';
import { KEPT_SECONDS } from '../ledger-times.ts';
import { SWEEP_SCRIPT } from './call-scripts.ts';
import { callKeysOf } from './call-keys.ts';

export interface SweepCallsOptions {
  /** Of the queue Redis. */
  readonly redis: Redis;
  /** Of the fleet: one that runs ahead would close live calls. */
  readonly nowMs: () => number;
  readonly tenantsPerTurn?: number;
}

/** A look at each is one command of a batch, so that ten thousand are gone round in two minutes of turns. */
const TENANTS_PER_TURN = 500;

/**
 * Books the calls whose process died as unsettled, also of tenants that ask nothing more: a reservation does so for those
 * that do. Each turn goes on with the next tenants of the fleet and closes a bounded number of each one's calls; it returns
 * how many it closed. Safe beside other turns: a script closes a call once. Faults: unavailable.
 */
export function createSweepCalls({
  redis,
  nowMs,
  tenantsPerTurn = TENANTS_PER_TURN,
}: SweepCallsOptions): () => Promise<number> {
  const sweep = defineScript(redis, 'rfSweepCalls', 4, SWEEP_SCRIPT);
  let next = 0;

  const nextTenants = async (): Promise<readonly string[]> => {
    const [first, last] = [next, next + tenantsPerTurn - 1];
    const tenantIds = await redisReply(redis.zrange(queueKeys.tenants, String(first), String(last)));
    next = tenantIds.length < tenantsPerTurn ? 0 : last + 1;
    return tenantIds;
  };
  const withDeadCalls = async (tenantIds: readonly string[], atMs: number): Promise<readonly string[]> => {
    // Commands of one tick travel in one batch.
    const count = (tenantId: string) => redis.zcount(queueKeys.openCalls(tenantId), '-inf', atMs);
    const counts = await redisReply(Promise.all(tenantIds.map(count)));
    return tenantIds.filter((_tenantId, at) => (counts[at] ?? 0) > 0);
  };

  return async () => {
    const atMs = nowMs();
    let swept = 0;
    for (const tenantId of await withDeadCalls(await nextTenants(), atMs))
      swept += Number(await sweep(callKeysOf(tenantId, atMs), [atMs, KEPT_SECONDS]));
    return swept;
  };
}
