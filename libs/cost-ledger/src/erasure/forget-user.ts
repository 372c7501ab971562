import { DAY_MS } from '@ragfleet/kernel';
import { queueKeys } from '@ragfleet/contracts';
import { defineScript, type Redis, redisReply, scanKeys } from '@ragfleet/redis-connection';
import { daysBetween, KEPT_DAYS } from '../ledger-times.ts';
import { counterOf, type UserCounter, userCounters } from '../user-counters.ts';

export interface ForgetUser {
  readonly tenantId: string;
  readonly principalId: string;
  readonly signal: AbortSignal;
}

/** Whose money it is when nobody may know any more: one name for all, so that amounts still add up. */
const ERASED = '(erased)';
const STEP = 1_000;

/** KEYS: day. ARGV: prefix and what takes its place, then fields. Adds each to its namesake. */
const MOVE = `
local moved = 0
for at = 3, #ARGV do
  local amount = redis.call('HGET', KEYS[1], ARGV[at])
  if amount then
    redis.call('HINCRBY', KEYS[1], ARGV[2] .. string.sub(ARGV[at], #ARGV[1] + 1), amount)
    redis.call('HDEL', KEYS[1], ARGV[at])
    moved = moved + 1
  end
end
return moved
`;

/** KEYS: details of open calls. ARGV: call, its detail before and after. One that has ended is not brought back. */
const RENAME = `
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
`;

/**
 * Takes a user's name out of the ledger; the amounts stay, under one name for everybody who was erased. Returns how many
 * counters, calls and rows bore it. Stopped anywhere, the next time goes on with what is left. Faults: unavailable.
 */
export function createForgetUser({
  redis,
  nowMs,
}: {
  readonly redis: Redis;
  /** Of the fleet: one that lags would miss the day that has just begun. */
  readonly nowMs: () => number;
}): (user: ForgetUser) => Promise<number> {
  const move = defineScript(redis, 'rfMoveLedgerFields', 1, MOVE);
  const forgetCalls = createForgetCalls(redis);

  const forgetFields = async (day: string, kind: UserCounter, principalId: string): Promise<number> => {
    const [from, to] = [userCounters(kind, principalId), userCounters(kind, ERASED)];
    let moved = 0;
    for await (const fields of scanFields(redis, day, `${literal(from)}*`)) {
      const own = [...fields.keys()].filter((field) => counterOf(field, kind, principalId) !== null);
      if (own.length > 0) moved += Number(await move([day], [from, to, ...own]));
    }
    return moved;
  };

  return async (user) => {
    const { tenantId, principalId, signal } = user;
    // First: a call that ends meanwhile is booked in a day that is still to be walked, or under the name for all.
    let found = await forgetCalls(user);
    const atMs = nowMs();
    for (const day of daysBetween(atMs - (KEPT_DAYS - 1) * DAY_MS, atMs)) {
      signal.throwIfAborted();
      const key = queueKeys.ledgerDay(tenantId, day);
      found += await forgetFields(key, 'user', principalId);
      found += await forgetFields(key, 'own', principalId);
    }
    return found + (await removeRows(redis, user));
  };
}

/** Of calls that nobody ended yet: they are booked under the name that stands there. */
function createForgetCalls(redis: Redis): (user: ForgetUser) => Promise<number> {
  const rename = defineScript(redis, 'rfRenameCall', 1, RENAME);
  return async ({ tenantId, principalId }) => {
    const details = queueKeys.openCallDetails(tenantId);
    let renamed = 0;
    for await (const calls of scanFields(redis, details, '*')) {
      for (const [id, text] of calls) {
        const detail = parsed(text);
        if (!isList(detail) || detail[1] !== principalId) continue;
        const instead = JSON.stringify([detail[0], ERASED, ...detail.slice(2)]);
        // One that has just ended is booked under the name: counting it makes somebody look again.
        await rename([details], [id, text, instead]);
        renamed += 1;
      }
    }
    return renamed;
  };
}

/** Rows of single queries as an earlier release kept them, for two days: today's name nobody. */
async function removeRows(redis: Redis, { tenantId, principalId, signal }: ForgetUser): Promise<number> {
  let removed = 0;
  const pattern = `${queueKeys.query(tenantId, '*')}:cost`;
  for await (const names of scanKeys(redis, { pattern, signal })) {
    const rows = await redisReply(redis.mget(...names));
    const own = names.filter((_name, at) => userOf(parsed(rows[at])) === principalId);
    if (own.length > 0) removed += await redisReply(redis.unlink(...own));
  }
  return removed;
}

/** A text as a pattern of Redis that matches itself alone. */
const literal = (text: string): string => text.replace(/[\\*?[\]]/g, '\\$&');

/** Fields of a hash with their values, in steps. */
async function* scanFields(
  redis: Redis,
  key: string,
  pattern: string,
): AsyncGenerator<ReadonlyMap<string, string>> {
  let cursor = '0';
  do {
    const [next, flat] = await redisReply(redis.hscan(key, cursor, 'MATCH', pattern, 'COUNT', STEP));
    const found = new Map<string, string>();
    for (let at = 0; at + 1 < flat.length; at += 2) found.set(flat[at] ?? '', flat[at + 1] ?? '');
    if (found.size > 0) yield found;
    cursor = next;
  } while (cursor !== '0');
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const userOf = (row: unknown): unknown =>
  typeof row === 'object' && row !== null && 'user' in row ? row.user : null;

function parsed(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
