import type { Redis } from 'ioredis';

/**
 * Ends a connection within `deadlineMs`, whatever Redis does: `QUIT` when it answers, else the socket is dropped.
 * Never rejects: what is being closed has nobody left to tell.
 */
export async function closeRedis(redis: Redis, deadlineMs: number): Promise<void> {
  if (redis.status === 'end') return;
  if (redis.status === 'ready') await quitWithin(redis, deadlineMs);
  redis.disconnect();
}

async function quitWithin(redis: Redis, deadlineMs: number): Promise<void> {
  const { promise: deadline, resolve: giveUp } = Promise.withResolvers<void>();
  const timer = setTimeout(giveUp, deadlineMs);
  const quit = redis.quit().then(
    () => undefined,
    () => undefined,
  );
  await Promise.race([quit, deadline]);
  clearTimeout(timer);
}
