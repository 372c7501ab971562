import type { Redis } from '@ragfleet/redis-connection';
import { setTimeout } from 'node:timers/promises';

/** How long a server is kept from writing meanwhile. */
export const WRITE_OUT_MS = 3_000;

/**
 * Resolves when all that Redis has acknowledged is with the operating system, or after 3 s; until then it takes no writes.
 * To be called before its process is killed: while it waits for a sync of its append-only file it acknowledges what it has
 * not written yet, for up to two seconds, and what dies with the process then is its own doing and no test's subject.
 */
export async function writeOut(redis: Redis): Promise<void> {
  await redis.client('PAUSE', WRITE_OUT_MS, 'WRITE');
  const untilMs = performance.now() + WRITE_OUT_MS;
  while (performance.now() < untilMs && /aof_buffer_length:[1-9]/.test(await redis.info('persistence')))
    await setTimeout(10);
}
