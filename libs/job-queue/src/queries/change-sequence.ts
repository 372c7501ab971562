import { createHash } from 'node:crypto';
import { queueKeys } from '@ragfleet/contracts';
import { defineScript, type Redis, redisReply } from '@ragfleet/redis-connection';
import type { ChangeSequence } from '@ragfleet/rag-core';

// Counters never fall behind the clock: after a loss of the last second of writes, a new count must not repeat one
// under which a cached answer was checked.
const ADVANCE = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
for _, namespace in ipairs(ARGV) do
  local last = tonumber(redis.call('HGET', KEYS[1], namespace) or '0')
  redis.call('HSET', KEYS[1], namespace, string.format('%.0f', math.max(last + 1, now)))
end
return 1
`;

/** One short text for the counters of a tenant's namespaces, from the flat reply of HGETALL: equal means nothing changed. */
export function changesStamp(flat: readonly string[]): string {
  if (flat.length === 0) return '0';
  const pairs: string[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) pairs.push(JSON.stringify([flat[at], flat[at + 1]]));
  return createHash('sha256').update(pairs.toSorted().join()).digest('base64url').slice(0, 22);
}

/** Per tenant and namespace on the queue Redis. `redis`: a fail-fast connection that the caller closes. */
export function createChangeSequence({ redis }: { readonly redis: Redis }): ChangeSequence {
  const advance = defineScript(redis, 'rfAdvanceChanges', 1, ADVANCE);
  return {
    current: async (tenantId) => {
      const counters = await redisReply(redis.hgetall(queueKeys.changes(tenantId)));
      return changesStamp(Object.entries(counters).flat());
    },
    advance: async (tenantId, namespaces) => {
      if (namespaces.length > 0) await advance([queueKeys.changes(tenantId)], namespaces);
    },
  };
}
