import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';

const CONNECT_MS = 5_000;
const CLOSE_MS = 1_000;

/** What no caller of the API may do, beside the queue Redis. Fault `unavailable` when it does not answer within 5 s. */
export async function onQueueRedis<Result>(
  url: string,
  work: (redis: Redis) => Promise<Result>,
): Promise<Result> {
  const redis = connectRedis({ url, profile: 'fail-fast', name: 'cli' });
  try {
    await whenReady(redis, CONNECT_MS);
    return await work(redis);
  } finally {
    await closeRedis(redis, CLOSE_MS);
  }
}
