import type { Redis } from 'ioredis';
import { redisReply } from './redis-fault.ts';

export interface UnlinkMatching {
  /** A pattern of SCAN, such as `rf:acme:*`. */
  readonly pattern: string;
  /** These stay. */
  readonly except?: readonly string[];
  readonly signal: AbortSignal;
}

/** Names looked at in one step: each holds the server for well under a millisecond. */
const STEP = 500;

/**
 * Removes every key of a pattern that is there from beginning to end, in steps that others are served between; the server
 * frees what is large behind their backs. Costs a look at every key of the server, so it is for what is rare. Returns how
 * many were removed; an abort ends it between two steps, and calling it again goes on.
 */
export async function unlinkMatching(
  redis: Redis,
  { pattern, except = [], signal }: UnlinkMatching,
): Promise<number> {
  const kept = new Set(except);
  let removed = 0;
  let cursor = '0';
  do {
    signal.throwIfAborted();
    const [next, names] = await redisReply(redis.scan(cursor, 'MATCH', pattern, 'COUNT', STEP));
    const some = names.filter((name) => !kept.has(name));
    if (some.length > 0) removed += await redisReply(redis.unlink(...some));
    cursor = next;
  } while (cursor !== '0');
  return removed;
}
