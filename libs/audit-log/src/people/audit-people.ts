import { queueKeys } from '@ragfleet/contracts';
import { defineScript, type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { AuditPeople } from './contract.ts';

export interface AuditPeopleOptions {
  readonly redis: Redis;
  readonly sealer: Sealer;
  readonly nowMs?: () => number;
}

export const PERSON_PURPOSE = 'audit-person';
/** People of one process. One more costs a read of Redis. */
const MAX_KNOWN = 10_000;
/** So long after an erasure a process may still write the erased pseudonym, for events of that person that are new. */
const KNOWN_MS = 60_000;
/** Longer than this nobody waits for a name: the event is written. */
const REDIS_MS = 500;

// KEYS: pseudonyms of the person, names of the tenant. ARGV: pseudonym, sealed name, '1' when lines carry it already.
const ADOPT = `
local current = redis.call('LINDEX', KEYS[1], 0)
if current and ARGV[3] ~= '1' then return current end
if redis.call('HSETNX', KEYS[2], ARGV[1], ARGV[2]) == 1 then redis.call('RPUSH', KEYS[1], ARGV[1]) end
return current or ARGV[1]`;
const ERASE = `
local pseudonyms = redis.call('LRANGE', KEYS[1], 0, -1)
for _, pseudonym in ipairs(pseudonyms) do redis.call('HDEL', KEYS[2], pseudonym) end
redis.call('DEL', KEYS[1])
return #pseudonyms`;

interface Known {
  readonly pseudonym: string;
  readonly atMs: number;
  /** False while Redis does not know it: lines carry it, and nobody else can say whom it means. */
  readonly isKept: boolean;
  readonly person: readonly [tenantId: string, principalId: string];
}

/**
 * Random pseudonyms, whose links to people are on the queue Redis alone, sealed. A line never changes, and without its
 * link it names nobody.
 */
export function createAuditPeople({ redis, sealer, nowMs = Date.now }: AuditPeopleOptions): AuditPeople {
  const adopt = createAdopt(redis, sealer);
  const eraseScript = defineScript(redis, 'auditErase', 2, ERASE);
  const known = createKnown();

  const learn = async (person: Known['person'], before: Known | undefined): Promise<string> => {
    const isUsed = before?.isKept === false;
    const candidate = isUsed ? before.pseudonym : randomBytes(16).toString('hex');
    try {
      const pseudonym = await adopt(person, candidate, isUsed);
      return known.add({ pseudonym, atMs: nowMs(), isKept: true, person });
    } catch {
      // A known one is written on; it is in Redis, or will be.
      const pseudonym = before?.pseudonym ?? candidate;
      return known.add({ pseudonym, atMs: nowMs(), isKept: before?.isKept ?? false, person });
    }
  };

  const learnOnce = oncePerPerson(learn);

  return {
    pseudonymOf: async (...person) => {
      const entry = known.get(person);
      const isFresh = entry?.isKept === true && nowMs() - entry.atMs < KNOWN_MS;
      return isFresh ? entry.pseudonym : learnOnce(person, entry);
    },
    pseudonymsOf: async (...person) => {
      const lists = everyPersonKey(sealer, person).map((key) => redisReply(redis.lrange(key, 0, -1)));
      return [...new Set((await Promise.all(lists)).flat())];
    },
    namesOf: async (tenantId, pseudonyms) => {
      const unique = [...new Set(pseudonyms)];
      if (unique.length === 0) return new Map();
      const sealed = await redisReply(redis.hmget(queueKeys.auditNames(tenantId), ...unique));
      const found = unique.flatMap((pseudonym, at): [string, string][] => {
        const name = sealed[at];
        return typeof name === 'string' ? [[pseudonym, sealer.open(tenantId, PERSON_PURPOSE, name)]] : [];
      });
      return new Map(found);
    },
    erase: async (...person) => {
      const names = queueKeys.auditNames(person[0]);
      let count = 0;
      for (const key of everyPersonKey(sealer, person))
        count += z.int().parse(await eraseScript([key, names], []));
      known.forget(person);
      return count;
    },
    settle: async () => {
      for (const entry of known.notKept()) await learn(entry.person, entry);
    },
  };
}

/** Gives a person a pseudonym, or finds the one that others have given meanwhile. `isUsed`: lines carry it already. */
function createAdopt(redis: Redis, sealer: Sealer) {
  const script = defineScript(redis, 'auditAdopt', 2, ADOPT);
  return async (person: Known['person'], pseudonym: string, isUsed: boolean): Promise<string> => {
    const [tenantId, principalId] = person;
    const digest = sealer.digest(tenantId, PERSON_PURPOSE, principalId);
    const keys = [queueKeys.auditPerson(tenantId, digest), queueKeys.auditNames(tenantId)];
    const name = sealer.seal(tenantId, PERSON_PURPOSE, principalId);
    return z.string().parse(await within(script(keys, [pseudonym, name, isUsed ? '1' : '0'])));
  };
}

type Learn = (person: Known['person'], before: Known | undefined) => Promise<string>;

/** Two at once for a person, while Redis is away, would give them two names, of which one is kept. */
function oncePerPerson(learn: Learn): Learn {
  const learning = new Map<string, Promise<string>>();
  return (person, before) => {
    const name = JSON.stringify(person);
    const learned = learning.get(name) ?? learn(person, before).finally(() => learning.delete(name));
    learning.set(name, learned);
    return learned;
  };
}

/** Under every known master key: until they are moved, older pseudonyms are found by their older name. */
const everyPersonKey = (sealer: Sealer, [tenantId, principalId]: Known['person']): string[] =>
  sealer.digests(tenantId, PERSON_PURPOSE, principalId).map((name) => queueKeys.auditPerson(tenantId, name));

interface KnownPeople {
  get(person: Known['person']): Known | undefined;
  /** Its pseudonym. Whoever came first makes room. */
  add(entry: Known): string;
  forget(person: Known['person']): void;
  notKept(): readonly Known[];
}

function createKnown(): KnownPeople {
  const entries = new Map<string, Known>();
  return {
    get: (person) => entries.get(JSON.stringify(person)),
    add: (entry) => {
      const key = JSON.stringify(entry.person);
      entries.delete(key);
      entries.set(key, entry);
      if (entries.size > MAX_KNOWN) entries.delete(entries.keys().next().value ?? '');
      return entry.pseudonym;
    },
    forget: (person) => void entries.delete(JSON.stringify(person)),
    notKept: () => [...entries.values()].filter(({ isKept }) => !isKept),
  };
}

async function within<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('Redis is slow.')), REDIS_MS);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
