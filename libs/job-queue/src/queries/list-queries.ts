import { setTimeout as pause } from 'node:timers/promises';
import { LIMITS, queueKeys } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { readPipeline } from '../records/read-pipeline.ts';
import { type OnUnreadable, readEach } from '../records/read-each.ts';
import type { ListQueries, QueryService, QueryRecord } from './contract.ts';
import { openQuery, parseQueryFields } from './query-record.ts';

const PAGE = 100;
/** Entries whose status alone is looked at in one round trip: about a millisecond of the server's. */
const WALK_PAGE = 500;
/** Between two pages, so that a walk takes less than a tenth of the server's thread. */
const WALK_PAUSE_MS = 5;

/** Newest first, from the capped list of a principal or of the tenant. */
export function createListQueries(
  redis: Redis,
  sealer: Sealer,
  onUnreadable: OnUnreadable = () => undefined,
): QueryService['list'] {
  const readPage = (tenantId: string, ids: readonly string[]): Promise<QueryRecord[]> => {
    const read = async (id: string): Promise<QueryRecord | null> => {
      const stored = parseQueryFields(await redisReply(redis.hgetall(queueKeys.query(tenantId, id))));
      return stored === null ? null : openQuery(sealer, stored);
    };
    return readEach(ids, read, (unreadable) => onUnreadable({ kind: 'query', tenantId, ids: unreadable }));
  };

  /** The ids whose query may have the status: one field each, so that a rare status does not open every record. */
  const candidates = async ({ tenantId, status }: ListQueries, ids: readonly string[]): Promise<string[]> => {
    if (status === null) return [...ids];
    const states = await readPipeline(redis, ids, (pipeline, id) =>
      pipeline.hget(queueKeys.query(tenantId, id), 'state'),
    );
    const wanted: readonly unknown[] = status === 'queued' ? ['admitted', 'queued'] : [status];
    return ids.filter((_id, at) => wanted.includes(states[at]));
  };

  /** Of these until there are as many as wanted: most of a walk's page may have the status. */
  const findAmong = async (
    { tenantId, status }: ListQueries,
    ids: readonly string[],
    wanted: number,
  ): Promise<QueryRecord[]> => {
    const found: QueryRecord[] = [];
    for (let at = 0; at < ids.length && found.length < wanted; at += wanted) {
      const records = await readPage(tenantId, ids.slice(at, at + wanted));
      found.push(...records.filter((record) => status === null || record.status === status));
    }
    return found;
  };

  /** Whether the oldest of a list are still kept: then those that it has no room for may be as well. */
  const keepsOldest = async (request: ListQueries): Promise<boolean> => {
    const ids = await redisReply(redis.zrevrange(listKey(request), -PAGE, -1));
    const found = await readPipeline(redis, ids, (pipeline, id) =>
      pipeline.exists(queueKeys.query(request.tenantId, id)),
    );
    return found.includes(1);
  };

  return async (request, signal) => {
    const list = listKey(request);
    const found: QueryRecord[] = [];
    let size = firstPage(request);
    let rank = await firstRank(redis, list, request.startingAfter);
    // Ends with the list, which admission keeps to its newest entries.
    for (;;) {
      signal.throwIfAborted();
      const ids = await redisReply(redis.zrevrange(list, rank, rank + size - 1));
      rank += ids.length;
      const wanted = request.limit + 1 - found.length;
      found.push(...(await findAmong(request, await candidates(request, ids), wanted)));
      if (ids.length < size || found.length > request.limit) break;
      size = request.status === null ? PAGE : WALK_PAGE;
      await pause(WALK_PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
    const hasMore = found.length > request.limit;
    const isFull = !hasMore && rank >= LIMITS.listedQueries;
    return { records: found.slice(0, request.limit), hasMore, isCut: isFull && (await keepsOldest(request)) };
  };
}

/** What is asked for and one more, which tells whether there is more; of a status nobody knows how many to look at. */
const firstPage = ({ status, limit }: ListQueries): number =>
  status === null ? Math.min(PAGE, limit + 1) : PAGE;

const listKey = ({ tenantId, principalId }: ListQueries): string =>
  principalId === null
    ? queueKeys.queriesOfTenant(tenantId)
    : queueKeys.queriesOfPrincipal(tenantId, principalId);

/** Fault `invalid-input` for an id that is not in the list (any more), whoever it belongs to. */
async function firstRank(redis: Redis, list: string, startingAfter: string | null): Promise<number> {
  if (startingAfter === null) return 0;
  const rank = await redisReply(redis.zrevrank(list, startingAfter));
  if (rank !== null) return rank + 1;
  const message = 'This query is not in the list (any more). List again from the newest.';
  throw new Fault('invalid-input', message, { problems: [{ pointer: '/starting_after', message }] });
}
