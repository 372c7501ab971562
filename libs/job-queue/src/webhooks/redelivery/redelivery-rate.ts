import { queueKeys } from '@ragfleet/contracts';
import { type Clock, Fault } from '@ragfleet/kernel';
import { defineScript, type Redis } from '@ragfleet/redis-connection';

/** Ranges that a tenant may ask for in one window. */
export const RANGES_PER_WINDOW = 10;
const WINDOW_MS = 60_000;

const COUNT = `
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return count
`;

/** Counts a range against its tenant. Fault `rate-limited` beyond ten a minute. */
export function createRedeliveryRate(redis: Redis, clock: Clock): (tenantId: string) => Promise<void> {
  const count = defineScript(redis, 'rfRedeliveryRate', 1, COUNT);
  return async (tenantId) => {
    const nowMs = clock.nowMs();
    const window = Math.floor(nowMs / WINDOW_MS);
    const ranges = Number(await count([queueKeys.rate(tenantId, 'redeliver', window)], [WINDOW_MS]));
    if (ranges <= RANGES_PER_WINDOW) return;
    throw new Fault('rate-limited', `Redeliver at most ${RANGES_PER_WINDOW} ranges a minute.`, {
      retryAfterMs: (window + 1) * WINDOW_MS - nowMs,
    });
  };
}
