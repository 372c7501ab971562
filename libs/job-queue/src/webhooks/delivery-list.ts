import { queueKeys } from '@ragfleet/contracts';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { DeliveryRecord, ListDeliveries } from './contract.ts';

const PAGE = 200;
/** How far back a filtered list looks before it answers with what it has. */
const MAX_SCANNED = 2_000;

type ReadMany = (tenantId: string, deliveryIds: readonly string[]) => Promise<DeliveryRecord[]>;

/** The newest webhooks of a tenant, of any status or of one. */
export function createTenantList(
  redis: Redis,
  readMany: ReadMany,
): (request: ListDeliveries) => Promise<DeliveryRecord[]> {
  const scan = async (
    list: string,
    { tenantId, status, limit }: ListDeliveries,
  ): Promise<DeliveryRecord[]> => {
    const found: DeliveryRecord[] = [];
    // Of a status nobody knows how many to look at.
    let size = status === null ? Math.min(PAGE, limit) : PAGE;
    for (let from = 0; from < MAX_SCANNED && found.length < limit; ) {
      const ids = await redisReply(redis.zrevrange(list, from, from + size - 1));
      const records = await readMany(tenantId, ids);
      found.push(...records.filter((record) => status === null || record.status === status));
      if (ids.length < size) break;
      from += size;
      size = PAGE;
    }
    return found.slice(0, limit);
  };

  return async (request) => {
    const all = scan(queueKeys.deliveries(request.tenantId), request);
    if (request.status !== 'dead') return all;
    // What an earlier release buried is in the list of all alone.
    const dead = scan(queueKeys.deadDeliveries(request.tenantId), request);
    const found = (await Promise.all([dead, all])).flat();
    const byId = new Map(found.map((record) => [record.deliveryId, record]));
    return newestFirst([...byId.values()]).slice(0, request.limit);
  };
}

export const newestFirst = (records: readonly DeliveryRecord[]): DeliveryRecord[] =>
  records.toSorted((one, other) => other.createdAtMs - one.createdAtMs);
