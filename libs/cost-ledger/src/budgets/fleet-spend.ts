import { queueKeys } from '@ragfleet/contracts';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { monthOf } from '../ledger-times.ts';
import { dollars } from '../nano-dollars.ts';

const PAGE = 500;

/**
 * What the tenants of the fleet together have spent in this calendar month (UTC), in US dollars; not what vendors bill
 * them on accounts of their own.
 */
export async function readFleetSpend({
  redis,
  nowMs,
}: {
  readonly redis: Redis;
  /** Of the fleet, by which calls are booked. */
  readonly nowMs: () => number;
}): Promise<number> {
  const month = monthOf(nowMs());
  let spent = 0n;
  for (let from = 0; ; from += PAGE) {
    const tenantIds = await redisReply(
      redis.zrange(queueKeys.tenants, String(from), String(from + PAGE - 1)),
    );
    const read = redis.pipeline();
    for (const tenantId of tenantIds)
      read.hmget(queueKeys.ledgerMonth(tenantId, month), 'settled', 'unsettled', 'own');
    for (const [, money] of (await redisReply(read.exec())) ?? [])
      if (Array.isArray(money)) spent += ofFleet(money);
    if (tenantIds.length < PAGE) return dollars(spent);
  }
}

/** Nano-dollars of one tenant's month; `own` is what its own accounts pay of the other two. */
const ofFleet = ([settled, unsettled, own]: readonly unknown[]): bigint =>
  nanoIn(settled) + nanoIn(unsettled) - nanoIn(own);

const nanoIn = (field: unknown): bigint => (typeof field === 'string' ? BigInt(field) : 0n);
