import { queueKeys } from '@ragfleet/contracts';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { monthOf } from '../ledger-times.ts';
import { dollars } from '../nano-dollars.ts';

const PAGE = 500;

/** What the tenants of the fleet together have spent in this calendar month (UTC), in US dollars. */
export async function readFleetSpend({
  redis,
  nowMs = Date.now,
}: {
  readonly redis: Redis;
  readonly nowMs?: () => number;
}): Promise<number> {
  const month = monthOf(nowMs());
  let spent = 0n;
  for (let from = 0; ; from += PAGE) {
    const tenantIds = await redisReply(
      redis.zrange(queueKeys.tenants, String(from), String(from + PAGE - 1)),
    );
    const read = redis.pipeline();
    for (const tenantId of tenantIds)
      read.hmget(queueKeys.ledgerMonth(tenantId, month), 'settled', 'unsettled');
    const months = ((await redisReply(read.exec())) ?? []).map(([, money]) => money);
    for (const nano of months.flat()) if (typeof nano === 'string') spent += BigInt(nano);
    if (tenantIds.length < PAGE) return dollars(spent);
  }
}
