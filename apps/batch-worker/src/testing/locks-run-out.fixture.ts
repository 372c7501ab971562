import { BULL_PREFIX } from '@ragfleet/contracts';
import { closeRedis, connectRedis, type Redis } from '@ragfleet/redis-connection';

const keyOf = (queue: string, name: string): string => `${BULL_PREFIX}:${queue}:${name}`;

/** Ids of the jobs that a worker has, or had when it died. */
export const activeJobs = (redisUrl: string, queue: string): Promise<readonly string[]> =>
  withRedis(redisUrl, (redis) => redis.lrange(keyOf(queue, 'active'), 0, -1));

/**
 * Leaves a queue as it is a lock and a check for stalled jobs after its workers have died, three quarters of a minute
 * early: no lock any more, and the jobs noted by a check. The first check of the next worker then takes them up.
 * Returns their ids.
 */
export const locksRunOut = (redisUrl: string, queue: string): Promise<readonly string[]> =>
  withRedis(redisUrl, async (redis) => {
    const jobs = await redis.lrange(keyOf(queue, 'active'), 0, -1);
    for (const job of jobs) {
      await redis.del(keyOf(queue, `${job}:lock`));
      await redis.sadd(keyOf(queue, 'stalled'), job);
    }
    await redis.del(keyOf(queue, 'stalled-check'));
    return jobs;
  });

async function withRedis<Result>(url: string, work: (redis: Redis) => Promise<Result>): Promise<Result> {
  const redis = connectRedis({ url, profile: 'blocking', name: 'test' });
  try {
    return await work(redis);
  } finally {
    await closeRedis(redis, 1_000);
  }
}
