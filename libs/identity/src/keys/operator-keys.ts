import { queueKeys } from '@ragfleet/contracts';
import { defineScript, keysLike, type Redis } from '@ragfleet/redis-connection';
import { createKeyRecords, type KeyRecord, type StoredKey } from './key-records.ts';

/** A key of an operator without its secret. */
export interface OperatorKeyFacts extends Pick<KeyRecord, 'keyId' | 'principalId' | 'createdAtMs'> {
  /** UTC, `YYYY-MM-DD`; null when it was not used yet. */
  readonly lastUsedDay: string | null;
}

export interface OperatorKeyRevocation {
  readonly keyId: string;
  /** Also where no operator is left then. */
  readonly mayBeLast: boolean;
}

/**
 * Record and index in one step, and not of the last operator unless that is meant: two at once leave one of two.
 * KEYS: key, keys of operators. ARGV: key id, 1 where it may be the last.
 */
const REVOKE = `
-- Sent twice after a cut connection.
if redis.call('EXISTS', KEYS[1]) == 0 then return 1 end
local own = redis.call('ZSCORE', KEYS[2], ARGV[1]) and 1 or 0
if ARGV[2] == '0' and redis.call('ZCARD', KEYS[2]) == own then return 0 end
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[1])
return 1`;

/**
 * Every key of an operator, newest first. By a look at every key of the server, which is rare, and not by the index: what a
 * leak makes one revoke must not be what an older release left out of it.
 */
export async function listOperatorKeys(
  redis: Redis,
  signal: AbortSignal,
): Promise<readonly OperatorKeyFacts[]> {
  const records = createKeyRecords(redis);
  const found = new Map<string, OperatorKeyFacts>();
  for await (const key of keysLike(redis, { pattern: queueKeys.apiKey('*'), signal })) {
    const stored = await records.read(key.slice(queueKeys.apiKey('').length));
    if (isOfOperator(stored)) found.set(stored.record.keyId, factsOf(stored));
  }
  return [...found.values()].toSorted((left, right) => right.createdAtMs - left.createdAtMs);
}

/** In force everywhere within 5 s. `unknown` when no operator has such a key. */
export async function revokeOperatorKey(
  redis: Redis,
  { keyId, mayBeLast }: OperatorKeyRevocation,
): Promise<'revoked' | 'unknown' | 'last'> {
  const revoke = defineScript(redis, 'rfRevokeOperatorKey', 2, REVOKE);
  if (!isOfOperator(await createKeyRecords(redis).read(keyId))) return 'unknown';
  const isRevoked = await revoke(
    [queueKeys.apiKey(keyId), queueKeys.operatorKeys],
    [keyId, mayBeLast ? 1 : 0],
  );
  return isRevoked === 1 ? 'revoked' : 'last';
}

const isOfOperator = (stored: StoredKey | null): stored is StoredKey => stored?.record.kind === 'operator';

function factsOf({ record, lastUsedDay }: StoredKey): OperatorKeyFacts {
  const { keyId, principalId, createdAtMs } = record;
  return { keyId, principalId, createdAtMs, lastUsedDay };
}
