import { queueKeys } from '@ragfleet/contracts';
import { defineScript, type Redis } from '@ragfleet/redis-connection';
import { queryMark } from '../../records/query-mark.ts';

const LEAVE_OUTBOX = `
local record, tenant, outbox = KEYS[1], KEYS[2], KEYS[3]
local finished, kept = redis.call('HGET', record, 'finished'), redis.call('HGET', tenant, 'keptSeconds')
if finished and kept then redis.call('PEXPIREAT', record, finished + kept * 1000, 'LT') end
return redis.call('ZREM', outbox, ARGV[1])
`;

/** Takes a query out of the outbox whose webhook is made: from now on its tenant alone says how long it is kept. */
export function createLeaveOutbox(redis: Redis): (tenantId: string, queryId: string) => Promise<void> {
  const run = defineScript(redis, 'rfLeaveOutbox', 3, LEAVE_OUTBOX);
  return async (tenantId, queryId) => {
    const keys = [queueKeys.query(tenantId, queryId), queueKeys.tenant(tenantId), queueKeys.outbox];
    await run(keys, [queryMark(tenantId, queryId)]);
  };
}
