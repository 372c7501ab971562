import { queueKeys } from '@ragfleet/contracts';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { createKeyRecords } from './key-records.ts';

/** API keys by the master key that their digest is under. */
export interface PepperCount {
  readonly current: number;
  /** They have not been used since the rotation, and stop working when their master key is removed. At most 100 are named. */
  readonly older: number;
  readonly olderKeyIds: readonly string[];
}

const KEYS_A_STEP = 200;
const MAX_NAMED = 100;

/** A digest cannot be made anew without the key itself, so each moves to the current master key at its next use. */
export async function countKeysByPepper(
  redis: Redis,
  sealer: Sealer,
  signal: AbortSignal,
): Promise<PepperCount> {
  const records = createKeyRecords(redis);
  const prefix = queueKeys.apiKey('');
  const current = new Set<string>();
  const older = new Set<string>();
  let cursor = '0';
  do {
    signal.throwIfAborted();
    const [next, keys] = await redisReply(redis.scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', KEYS_A_STEP));
    const found = await Promise.all(keys.map((key) => records.read(key.slice(prefix.length))));
    for (const { record } of found.filter((stored) => stored !== null))
      (record.pepper === sealer.keyId ? current : older).add(record.keyId);
    cursor = next;
  } while (cursor !== '0');
  return {
    current: current.size,
    older: older.size,
    olderKeyIds: [...older].toSorted().slice(0, MAX_NAMED),
  };
}
