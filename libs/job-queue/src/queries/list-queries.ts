import { queueKeys } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { ListQueries, QueryDesk, QueryRecord } from './contract.ts';
import { openQuery, parseQueryFields } from './query-record.ts';

const PAGE = 100;
/** How far back a list filtered by status looks before it answers with what it has. */
const MAX_SCANNED = 2_000;

/** Newest first, from the capped list of a principal or of the tenant. */
export function createListQueries(redis: Redis, sealer: Sealer): QueryDesk['list'] {
  const readPage = async (tenantId: string, ids: readonly string[]): Promise<QueryRecord[]> => {
    const replies = await Promise.all(
      ids.map((id) => redisReply(redis.hgetall(queueKeys.query(tenantId, id)))),
    );
    return replies.flatMap((fields) => {
      const stored = parseQueryFields(fields);
      return stored === null ? [] : openQuery(sealer, stored);
    });
  };

  return async (request) => {
    const list = listKey(request);
    const first = await firstRank(redis, list, request.startingAfter);
    const found: QueryRecord[] = [];
    for (let rank = first; rank < first + MAX_SCANNED && found.length <= request.limit; rank += PAGE) {
      const ids = await redisReply(redis.zrevrange(list, rank, rank + PAGE - 1));
      const page = await readPage(request.tenantId, ids);
      found.push(...page.filter(({ status }) => request.status === null || status === request.status));
      if (ids.length < PAGE) break;
    }
    return { records: found.slice(0, request.limit), hasMore: found.length > request.limit };
  };
}

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
