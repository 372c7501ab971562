import { BULL_PREFIX } from '@ragfleet/contracts';
import { closeRedis, connectRedis } from '@ragfleet/redis-connection';

/**
 * Leaves a queue as it is a lock and a check for stalled jobs after its workers have died, three quarters of a minute
 * early: no lock any more, and the jobs noted by a check. The first check of the next worker then takes them up.
 * Returns their ids.
 */
export async function locksRunOut(redisUrl: string, queue: string): Promise<readonly string[]> {
  const redis = connectRedis({ url: redisUrl, profile: 'blocking', name: 'test' });
  const key = (name: string): string => `${BULL_PREFIX}:${queue}:${name}`;
  try {
    const jobs = await redis.lrange(key('active'), 0, -1);
    for (const job of jobs) {
      await redis.del(key(`${job}:lock`));
      await redis.sadd(key('stalled'), job);
    }
    await redis.del(key('stalled-check'));
    return jobs;
  } finally {
    await closeRedis(redis, 1_000);
  }
}
