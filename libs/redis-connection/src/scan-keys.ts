import type { Redis } from 'ioredis';
import { redisReply } from './redis-fault.ts';

export interface ScanKeys {
  /** A pattern of SCAN, such as `rf:acme:*`. */
  readonly pattern: string;
  readonly signal: AbortSignal;
}

/** Names looked at in one step: each holds the server for well under a millisecond. */
const STEP = 500;

/**
 * The names of every key of a pattern that is there from beginning to end, in steps that others are served between; one
 * that moves may come twice. Costs a look at every key of the server, so it is for what is rare. An abort ends it between
 * two steps.
 */
export async function* scanKeys(
  redis: Redis,
  { pattern, signal }: ScanKeys,
): AsyncGenerator<readonly string[]> {
  let cursor = '0';
  do {
    signal.throwIfAborted();
    const [next, names] = await redisReply(redis.scan(cursor, 'MATCH', pattern, 'COUNT', STEP));
    if (names.length > 0) yield names;
    cursor = next;
  } while (cursor !== '0');
}

/**
 * The same, one by one, of the keys with as many parts as the pattern: a `*` matches colons too, but ids hold none, and
 * behind one more is something else, such as the ledger's note on a query.
 */
export async function* keysLike(redis: Redis, scan: ScanKeys): AsyncGenerator<string> {
  const parts = partsOf(scan.pattern);
  for await (const names of scanKeys(redis, scan)) yield* names.filter((name) => partsOf(name) === parts);
}

const partsOf = (name: string): number => name.split(':').length;
