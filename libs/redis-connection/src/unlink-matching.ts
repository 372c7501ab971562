import type { Redis } from 'ioredis';
import { redisReply } from './redis-fault.ts';
import { type ScanKeys, scanKeys } from './scan-keys.ts';

export interface UnlinkMatching extends ScanKeys {
  /** These stay. */
  readonly except?: readonly string[];
}

/**
 * Removes every key of a pattern that is there from beginning to end, in steps that others are served between; the server
 * frees what is large behind their backs. Costs a look at every key of the server, so it is for what is rare. Returns how
 * many were removed; an abort ends it between two steps, and calling it again goes on.
 */
export async function unlinkMatching(
  redis: Redis,
  { except = [], ...scan }: UnlinkMatching,
): Promise<number> {
  const kept = new Set(except);
  let removed = 0;
  for await (const names of scanKeys(redis, scan)) {
    const some = names.filter((name) => !kept.has(name));
    if (some.length > 0) removed += await redisReply(redis.unlink(...some));
  }
  return removed;
}
