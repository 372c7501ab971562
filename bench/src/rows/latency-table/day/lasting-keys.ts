import { BULL_PREFIX, type QueuePolicy } from '@ragfleet/contracts';
import type { Redis } from '@ragfleet/redis-connection';

const KEYS_AT_ONCE = 500;

type KeptJobs = Pick<QueuePolicy<unknown>, 'name' | 'keepCompleted' | 'keepFailed'>;

/** Ended jobs beside those that their queue may keep: of the fullest list. */
export async function endedJobsOf(redis: Redis, queues: readonly KeptJobs[]): Promise<number> {
  const shares = queues.flatMap(({ name, keepCompleted, keepFailed }) =>
    [['completed', keepCompleted.count] as const, ['failed', keepFailed.count] as const].map(
      async ([state, most]) => (await redis.zcard(`${BULL_PREFIX}:${name}:${state}`)) / most,
    ),
  );
  return Math.max(...(await Promise.all(shares)));
}

/** Keys of the fleet that no time ends, by what they are. Those of jobs are bounded by their queues. */
export async function lastingKeysOf(redis: Redis): Promise<ReadonlyMap<string, number>> {
  const kinds = new Map<string, number>();
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', 'rf:*', 'COUNT', KEYS_AT_ONCE);
    cursor = next;
    const ttls = await Promise.all(keys.map((key) => redis.pttl(key)));
    for (const [at, key] of keys.entries()) {
      if (ttls[at] !== -1) continue;
      const name = kindOf(key);
      kinds.set(name, (kinds.get(name) ?? 0) + 1);
    }
  } while (cursor !== '0');
  return kinds;
}

/** Owner and kind: most keys are a tenant's, those of the fleet and of API keys are not. */
function kindOf(key: string): string {
  const [, owner = '', kind = ''] = key.split(':');
  if (owner === 'api-key') return owner;
  return owner === 'fleet' ? `fleet ${kind}` : kind;
}
