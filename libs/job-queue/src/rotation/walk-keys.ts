import { isFault } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';

/** Keys that one step of a walk looks at, so that Redis has time for others between. */
const KEYS_A_STEP = 200;

/**
 * Every key once or more, as SCAN gives them. A `*` stands for one part of a name: ids hold no colon, and behind one more
 * is something else, such as the ledger's note on a query.
 */
export async function* keysLike(redis: Redis, pattern: string, signal: AbortSignal): AsyncGenerator<string> {
  const parts = partsOf(pattern);
  let cursor = '0';
  do {
    signal.throwIfAborted();
    const [next, keys] = await redisReply(redis.scan(cursor, 'MATCH', pattern, 'COUNT', KEYS_A_STEP));
    yield* keys.filter((key) => partsOf(key) === parts);
    cursor = next;
  } while (cursor !== '0');
}

const partsOf = (name: string): number => name.split(':').length;

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
