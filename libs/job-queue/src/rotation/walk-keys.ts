import { isFault } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';

/** Keys that one step of a walk looks at, so that Redis has time for others between. */
const KEYS_A_STEP = 200;

/** Every key once or more, as SCAN gives them. */
export async function* keysLike(redis: Redis, pattern: string, signal: AbortSignal): AsyncGenerator<string> {
  let cursor = '0';
  do {
    signal.throwIfAborted();
    const [next, keys] = await redisReply(redis.scan(cursor, 'MATCH', pattern, 'COUNT', KEYS_A_STEP));
    yield* keys;
    cursor = next;
  } while (cursor !== '0');
}

export const tenantOf = (key: string): string => key.split(':')[1] ?? '';

/** A text that no known master key opens. */
export const UNREADABLE = Symbol('unreadable');

/** null for what needs nothing. */
export function resealed(
  sealer: Sealer,
  tenantId: string,
  purpose: string,
  text: string,
): string | typeof UNREADABLE | null {
  try {
    return sealer.reseal(tenantId, purpose, text);
  } catch (error) {
    if (isFault(error, 'corrupt')) return UNREADABLE;
    throw error;
  }
}
