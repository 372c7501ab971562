import { Fault } from '@ragfleet/kernel';
import type { Redis } from 'ioredis';

/** Resolves when the connection can take commands; a Fault `unavailable` when it cannot within `deadlineMs`. */
export async function whenReady(redis: Redis, deadlineMs: number): Promise<void> {
  if (redis.status === 'ready') return;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const refuse = (): void =>
    reject(
      new Fault('unavailable', 'Redis cannot be reached. Check its address and that it runs.', {
        retryAfterMs: 1_000,
      }),
    );
  const timer = setTimeout(refuse, deadlineMs);
  redis.once('ready', resolve).once('end', refuse);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    redis.off('ready', resolve).off('end', refuse);
  }
}
