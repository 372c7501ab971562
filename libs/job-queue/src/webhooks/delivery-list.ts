import { setTimeout as pause } from 'node:timers/promises';
import { queueKeys } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { readPipeline } from '../records/read-pipeline.ts';
import type { DeliveryPage, DeliveryRecord, ListDeliveries } from './contract.ts';

const PAGE = 200;
/** Entries whose status alone is looked at in one round trip: about a millisecond of the server's. */
const WALK_PAGE = 500;
/** Between two pages, so that a walk takes less than a tenth of the server's thread. */
const WALK_PAUSE_MS = 5;

type ReadMany = (tenantId: string, deliveryIds: readonly string[]) => Promise<DeliveryRecord[]>;
type Place = Pick<DeliveryRecord, 'createdAtMs' | 'deliveryId'>;
interface Walk extends ListDeliveries {
  readonly after: Place | null;
}

/** The newest webhooks of a tenant, of any status or of one. */
export function createTenantList(
  redis: Redis,
  readMany: ReadMany,
): (request: ListDeliveries, signal: AbortSignal) => Promise<DeliveryPage> {
  /** The ids whose webhook may have the status: one field each, so that a rare status does not open every record. */
  const candidates = async ({ tenantId, status }: ListDeliveries, ids: readonly string[]) => {
    if (status === null) return ids;
    const states = await readPipeline(redis, ids, (pipeline, id) =>
      pipeline.hget(queueKeys.delivery(tenantId, id), 'status'),
    );
    return ids.filter((_id, at) => states[at] === status);
  };

  /** Of these until there are as many as wanted: most of a walk's page may have the status. */
  const findAmong = async (request: Walk, ids: readonly string[], wanted: number) => {
    const found: DeliveryRecord[] = [];
    for (let at = 0; at < ids.length && found.length < wanted; at += wanted) {
      const records = await readMany(request.tenantId, ids.slice(at, at + wanted));
      found.push(...records.filter((record) => isWanted(record, request)));
    }
    return found;
  };

  /** From a place on until there is one more than asked for, or to the end of the list, which has a greatest size. */
  const walk = async (list: string, request: Walk, signal: AbortSignal): Promise<DeliveryRecord[]> => {
    const { status, limit, after } = request;
    // By id: what is made meanwhile moves the rest down, and into the next page once more.
    const found = new Map<string, DeliveryRecord>();
    let size = status === null ? Math.min(PAGE, limit + 1) : PAGE;
    let rank = after === null ? 0 : await redisReply(redis.zcount(list, `(${after.createdAtMs}`, '+inf'));
    for (;;) {
      signal.throwIfAborted();
      const ids = await redisReply(redis.zrevrange(list, rank, rank + size - 1));
      const wanted = limit + 1 - found.size;
      for (const record of await findAmong(request, await candidates(request, ids), wanted))
        found.set(record.deliveryId, record);
      if (ids.length < size || found.size > limit) return [...found.values()];
      rank += size;
      size = status === null ? PAGE : WALK_PAGE;
      await pause(WALK_PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  };

  return async (request, signal) => {
    const lists = listsOf(request);
    const after = await placeOf(redis, lists, request.startingAfter);
    const found = (await Promise.all(lists.map((list) => walk(list, { ...request, after }, signal)))).flat();
    const byId = new Map(found.map((record) => [record.deliveryId, record]));
    return firstPage(newestFirst([...byId.values()]), request.limit);
  };
}

/** Of these, which are all that there are. Fault `invalid-input` for a `startingAfter` that is not among them. */
export function pageAmong(all: readonly DeliveryRecord[], request: ListDeliveries): DeliveryPage {
  const { status, startingAfter, limit } = request;
  const sorted = newestFirst(all);
  const place = sorted.findIndex(({ deliveryId }) => deliveryId === startingAfter);
  if (startingAfter !== null && place === -1) throw noSuchPlace();
  const wanted = sorted.slice(place + 1).filter((record) => isWanted(record, { status, after: null }));
  return firstPage(wanted, limit);
}

const firstPage = (records: readonly DeliveryRecord[], limit: number): DeliveryPage => ({
  records: records.slice(0, limit),
  hasMore: records.length > limit,
});

/** What an earlier release buried is in the list of all alone. */
const listsOf = ({ tenantId, status }: ListDeliveries): string[] => [
  queueKeys.deliveries(tenantId),
  ...(status === 'dead' ? [queueKeys.deadDeliveries(tenantId)] : []),
];

/** Where a page goes on, in each of the lists: the one that it goes on after may have left some of them. */
async function placeOf(redis: Redis, lists: readonly string[], id: string | null): Promise<Place | null> {
  if (id === null) return null;
  for (const list of lists) {
    const createdAtMs = await redisReply(redis.zscore(list, id));
    if (createdAtMs !== null) return { createdAtMs: Number(createdAtMs), deliveryId: id };
  }
  throw noSuchPlace();
}

const isWanted = (record: DeliveryRecord, { status, after }: Pick<Walk, 'status' | 'after'>): boolean =>
  (status === null || record.status === status) && (after === null || byAge(record, after) > 0);

function noSuchPlace(): Fault {
  const message = 'This webhook is not in the list (any more). List again from the newest.';
  return new Fault('invalid-input', message, { problems: [{ pointer: '/starting_after', message }] });
}

const newestFirst = (records: readonly DeliveryRecord[]): DeliveryRecord[] => records.toSorted(byAge);

/** As Redis sorts its lists: of one moment by their ids. */
const byAge = (one: Place, other: Place): number =>
  other.createdAtMs - one.createdAtMs || (one.deliveryId < other.deliveryId ? 1 : -1);
