import { queueKeys } from '@ragfleet/contracts';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { DeliveryRecord, RedeliverRange } from '../contract.ts';

export interface RangeRead {
  readonly records: readonly DeliveryRecord[];
  readonly nextFromMs: number | null;
}

const PAGE = 200;
/** How many deliveries one call looks at. */
const MAX_SCANNED = 2_000;

type ReadMany = (tenantId: string, deliveryIds: readonly string[]) => Promise<DeliveryRecord[]>;

/** Deliveries of one status, oldest first, and where the rest begins: null when all was looked at. */
export function createDeliveryRange(
  redis: Redis,
  readMany: ReadMany,
): (range: RedeliverRange) => Promise<RangeRead> {
  // Records end before the index does: what is found to be gone leaves it, so that nobody looks at it again.
  const forget = async (tenantId: string, deliveryIds: readonly string[]): Promise<void> => {
    if (deliveryIds.length > 0) await redisReply(redis.zrem(queueKeys.deliveries(tenantId), ...deliveryIds));
  };

  return async ({ tenantId, status, fromMs, toMs, limit }) => {
    const index = queueKeys.deliveries(tenantId);
    const found: DeliveryRecord[] = [];
    let [skip, scanned] = [0, 0];
    while (scanned < MAX_SCANNED) {
      const page = redis.zrangebyscore(index, fromMs ?? '-inf', toMs ?? '+inf', 'LIMIT', skip, PAGE);
      const ids = await redisReply(page);
      const records = await readMany(tenantId, ids);
      for (const record of records) {
        if (found.length === limit) return { records: found, nextFromMs: record.createdAtMs };
        if (record.status === status) found.push(record);
      }
      if (ids.length < PAGE) return { records: found, nextFromMs: null };
      const kept = new Set(records.map(({ deliveryId }) => deliveryId));
      await forget(
        tenantId,
        ids.filter((id) => !kept.has(id)),
      );
      skip += kept.size;
      scanned += ids.length;
    }
    const next = redis.zrangebyscore(index, fromMs ?? '-inf', toMs ?? '+inf', 'WITHSCORES', 'LIMIT', skip, 1);
    const [, score] = await redisReply(next);
    return { records: found, nextFromMs: score === undefined ? null : Number(score) };
  };
}
