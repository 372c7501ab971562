import { queueKeys } from '@ragfleet/contracts';
import { LANES } from '@ragfleet/kernel';
import { defineScript, type Redis } from '@ragfleet/redis-connection';
import { z } from 'zod';
import { queryMark } from '../../records/query-mark.ts';

const ERASE = `
local state = redis.call('HGET', KEYS[1], 'state')
if state == 'admitted' or state == 'queued' or state == 'running' then return 'open' end
redis.call('DEL', KEYS[2], KEYS[3])
for at = 4, 6 do redis.call('ZREM', KEYS[at], ARGV[2]) end
for at = 7, #KEYS do redis.call('ZREM', KEYS[at], ARGV[1]) end
return redis.call('DEL', KEYS[1]) == 1 and 'erased' or 'gone'
`;

const eraseReply = z.enum(['erased', 'gone', 'open']);

export interface ErasedQuery {
  readonly tenantId: string;
  readonly queryId: string;
  readonly principalId: string;
}

/** Removes a terminal query as if it had never been: record, events, and its place in every list and outbox. */
export function createEraseQuery(redis: Redis): (query: ErasedQuery) => Promise<z.output<typeof eraseReply>> {
  const run = defineScript(redis, 'rfEraseQuery', 9 + LANES.length, ERASE);
  return async ({ tenantId, queryId, principalId }) => {
    const keys = [
      queueKeys.query(tenantId, queryId),
      queueKeys.events(tenantId, queryId),
      queueKeys.idempotency(tenantId, principalId, queryId),
      queueKeys.deadlines,
      queueKeys.admitted,
      queueKeys.outbox,
      queueKeys.queriesOfTenant(tenantId),
      queueKeys.queriesOfPrincipal(tenantId, principalId),
      queueKeys.openQueries(tenantId),
      ...LANES.map((lane) => queueKeys.openQueriesOfLane(tenantId, lane)),
    ];
    return eraseReply.parse(await run(keys, [queryId, queryMark(tenantId, queryId)]));
  };
}
