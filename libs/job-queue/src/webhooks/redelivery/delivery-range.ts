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
  const readList = createReadList(redis, readMany);
  return async (range) => {
    const all = readList(queueKeys.deliveries(range.tenantId), range);
    if (range.status !== 'dead') return all;
    // What an earlier release buried is in the list of all alone.
    const dead = readList(queueKeys.deadDeliveries(range.tenantId), range);
    return merged(await Promise.all([dead, all]), range.limit);
  };
}

/** Up to where both were looked at. */
function merged(reads: readonly RangeRead[], limit: number): RangeRead {
  const ends = reads.flatMap(({ nextFromMs }) => nextFromMs ?? []);
  const endMs = ends.length === 0 ? null : Math.min(...ends);
  const byId = new Map(
    reads.flatMap(({ records }) => records.map((record) => [record.deliveryId, record] as const)),
  );
  const found = [...byId.values()]
    .filter(({ createdAtMs }) => endMs === null || createdAtMs <= endMs)
    .toSorted((one, other) => one.createdAtMs - other.createdAtMs);
  return { records: found.slice(0, limit), nextFromMs: found[limit]?.createdAtMs ?? endMs };
}

function createReadList(
  redis: Redis,
  readMany: ReadMany,
): (list: string, range: RedeliverRange) => Promise<RangeRead> {
  // Records end before their places in a list do: what is found to be gone leaves it, so that nobody looks at it again.
  const forget = async (list: string, deliveryIds: readonly string[]): Promise<void> => {
    if (deliveryIds.length > 0) await redisReply(redis.zrem(list, ...deliveryIds));
  };

  return async (list, { tenantId, status, fromMs, toMs, limit }) => {
    const found: DeliveryRecord[] = [];
    let [skip, scanned] = [0, 0];
    while (scanned < MAX_SCANNED) {
      const page = redis.zrangebyscore(list, fromMs ?? '-inf', toMs ?? '+inf', 'LIMIT', skip, PAGE);
      const ids = await redisReply(page);
      const records = await readMany(tenantId, ids);
      for (const record of records) {
        if (found.length === limit) return { records: found, nextFromMs: record.createdAtMs };
        if (record.status === status) found.push(record);
      }
      if (ids.length < PAGE) return { records: found, nextFromMs: null };
      const kept = new Set(records.map(({ deliveryId }) => deliveryId));
      await forget(
        list,
        ids.filter((id) => !kept.has(id)),
      );
      skip += kept.size;
      scanned += ids.length;
    }
    const next = redis.zrangebyscore(list, fromMs ?? '-inf', toMs ?? '+inf', 'WITHSCORES', 'LIMIT', skip, 1);
    const [, score] = await redisReply(next);
    return { records: found, nextFromMs: score === undefined ? null : Number(score) };
  };
}
