import { randomUUID } from 'node:crypto';
import { queueKeys } from '@ragfleet/contracts';
import { defineScript, type Redis } from '@ragfleet/redis-connection';

/** Who does the work this time. It saves work and proves nothing: whoever works must be safe beside another. */
export interface Lease {
  /** True when it is ours now; renews it when it was. */
  take(): Promise<boolean>;
  release(): Promise<void>;
}

const TAKE = `
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`;
const RELEASE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
`;

export function createLease(redis: Redis, ttlMs: number): Lease {
  const owner = randomUUID();
  const take = defineScript(redis, 'rfTakeLease', 1, TAKE);
  const release = defineScript(redis, 'rfReleaseLease', 1, RELEASE);
  return {
    take: async () => (await take([queueKeys.reconcilerLease], [owner, ttlMs])) === 1,
    release: async () => {
      await release([queueKeys.reconcilerLease], [owner]);
    },
  };
}
