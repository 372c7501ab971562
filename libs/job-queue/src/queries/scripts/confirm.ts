import { queueKeys } from '@ragfleet/contracts';
import { defineScript, type Redis } from '@ragfleet/redis-connection';
import { fleetMark } from '../query-id.ts';

const CONFIRM = `
if redis.call('HGET', KEYS[1], 'state') == 'admitted' then redis.call('HSET', KEYS[1], 'state', 'queued') end
redis.call('ZREM', KEYS[2], ARGV[1])
return 1
`;

/** Notes that the query's job is in its queue. Until then a replay, or the reconciler, adds the job again. */
export function createConfirm(redis: Redis): (tenantId: string, queryId: string) => Promise<void> {
  const run = defineScript(redis, 'rfConfirmQuery', 2, CONFIRM);
  return async (tenantId, queryId) => {
    await run([queueKeys.query(tenantId, queryId), queueKeys.admitted], [fleetMark(tenantId, queryId)]);
  };
}
