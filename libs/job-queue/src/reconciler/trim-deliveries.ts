import { queueKeys } from '@ragfleet/contracts';
import type { Clock } from '@ragfleet/kernel';
import { defineScript, type Redis } from '@ragfleet/redis-connection';
import type { Repair } from './contract.ts';
import { createTrimEnded } from './trim-ended.ts';

// One that the outbox may make a second time stays: by its record it is known to have been made.
const DROP = `
local record, all, dead, outbox, stream = unpack(KEYS)
local tenantId, deliveryId, status, untilMs, entryId = unpack(ARGV)
local kept, finishedAtMs, subjectId = unpack(redis.call('HMGET', record, 'status', 'finishedAtMs', 'subjectId'))
if kept == status then
  if tonumber(finishedAtMs) > tonumber(untilMs) then return 0 end
  if redis.call('ZSCORE', outbox, tenantId .. ':' .. subjectId) then return 0 end
end
if redis.call('XDEL', stream, entryId) == 0 or kept ~= status then return 0 end
redis.call('ZREM', all, deliveryId)
redis.call('ZREM', dead, deliveryId)
return redis.call('DEL', record)
`;

/** As long as an answer that has just been given: whoever received it may still have it sent again. */
const KEEP_DELIVERED_MS = 300_000;
/** Time for somebody to see that webhooks are given up, and to mend their receiver. */
const KEEP_DEAD_MS = 86_400_000;

/** Removes webhooks that have ended before their time, oldest first: those that arrived, and dead letters. */
export function createTrimDeliveries(
  redis: Redis,
  clock: Clock,
): { readonly delivered: Repair; readonly dead: Repair } {
  const drop = defineScript(redis, 'rfDropDelivery', 5, DROP);
  const trimOf = (status: 'delivered' | 'dead', stream: string, keepMs: number): Repair => {
    const untilMs = (): number => clock.nowMs() - keepMs;
    return createTrimEnded({
      redis,
      stream,
      untilMs,
      drop: async ({ id, tenantId, ended: deliveryId }) => {
        const keys = [
          queueKeys.delivery(tenantId, deliveryId),
          queueKeys.deliveries(tenantId),
          queueKeys.deadDeliveries(tenantId),
          queueKeys.outbox,
          stream,
        ];
        return (await drop(keys, [tenantId, deliveryId, status, untilMs(), id])) === 1;
      },
    });
  };
  return {
    delivered: trimOf('delivered', queueKeys.deliveredWebhooks, KEEP_DELIVERED_MS),
    dead: trimOf('dead', queueKeys.deadWebhooks, KEEP_DEAD_MS),
  };
}
