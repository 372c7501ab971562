import { queueKeys } from '@ragfleet/contracts';
import { defineScript, type Redis } from '@ragfleet/redis-connection';

// The connection may send the script again after a cut: the second run finds what the first one did.
const NOTE_WAIT = `
local record, events = KEYS[1], KEYS[2]
local current = redis.call('HMGET', record, 'state', 'attempt')
if current[2] ~= ARGV[1] then return 0 end
if current[1] == 'queued' then return 1 end
if current[1] ~= 'running' then return 0 end
redis.call('HSET', record, 'state', 'queued')
redis.call('HINCRBY', record, 'parks', 1)
redis.call('XADD', events, '*', 't', 'status', 's', 'queued')
redis.call('PUBLISH', events, ARGV[1])
return 1
`;

/** A query that gives its slot back reads `queued` again. False when it has ended, or somebody else runs it. */
export function createNoteWait(
  redis: Redis,
): (tenantId: string, queryId: string, attempt: number) => Promise<boolean> {
  const run = defineScript(redis, 'rfNoteWait', 2, NOTE_WAIT);
  return async (tenantId, queryId, attempt) => {
    const keys = [queueKeys.query(tenantId, queryId), queueKeys.events(tenantId, queryId)];
    return (await run(keys, [attempt])) === 1;
  };
}
