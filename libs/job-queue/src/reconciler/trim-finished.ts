import { queueKeys } from '@ragfleet/contracts';
import type { Clock } from '@ragfleet/kernel';
import { defineScript, type Redis } from '@ragfleet/redis-connection';
import type { Repair } from './contract.ts';
import { createTrimEnded } from './trim-ended.ts';

// A record whose webhook is not made yet stays: the webhook is made of it.
const DROP = `
local record, events, outbox, finished = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
if redis.call('ZSCORE', outbox, ARGV[1]) then return 0 end
if redis.call('XDEL', finished, ARGV[2]) == 0 then return 0 end
local state = redis.call('HGET', record, 'state')
if state == 'admitted' or state == 'queued' or state == 'running' then return 0 end
redis.call('DEL', events)
return redis.call('DEL', record)
`;

/** Who has just been answered may still look: nothing younger goes, however full Redis is. */
const KEEP_MS = 300_000;

/** Removes what is kept of ended queries before its time, oldest first: the record and its events. Each is counted once. */
export function createTrimFinished(redis: Redis, clock: Clock): Repair {
  const drop = defineScript(redis, 'rfDropFinished', 4, DROP);
  return createTrimEnded({
    redis,
    stream: queueKeys.finished,
    untilMs: () => clock.nowMs() - KEEP_MS,
    drop: async ({ id, mark, tenantId, ended: queryId }) => {
      const keys = [
        queueKeys.query(tenantId, queryId),
        queueKeys.events(tenantId, queryId),
        queueKeys.outbox,
        queueKeys.finished,
      ];
      return (await drop(keys, [mark, id])) === 1;
    },
  });
}
