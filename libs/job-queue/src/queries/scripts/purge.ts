import { queueKeys } from '@ragfleet/contracts';
import { defineScript, type Redis } from '@ragfleet/redis-connection';
import { z } from 'zod';

const PURGE = `
local state = redis.call('HGET', KEYS[1], 'state')
if not state then return 'gone' end
if state == 'admitted' or state == 'queued' or state == 'running' then return 'open' end
redis.call('HSET', KEYS[1], 'submission', ARGV[1], 'purged', '1')
redis.call('HDEL', KEYS[1], 'result', 'error', 'comment', 'entry')
redis.call('DEL', KEYS[2])
return 'purged'
`;

const purgeReply = z.enum(['purged', 'gone', 'open']);

/** Replaces what a person wrote by `submission` and removes result, error, comment and events of a terminal query. */
export function createPurge(
  redis: Redis,
): (tenantId: string, queryId: string, submission: string) => Promise<z.output<typeof purgeReply>> {
  const run = defineScript(redis, 'rfPurgeQuery', 2, PURGE);
  return async (tenantId, queryId, submission) => {
    const keys = [queueKeys.query(tenantId, queryId), queueKeys.events(tenantId, queryId)];
    return purgeReply.parse(await run(keys, [submission]));
  };
}
