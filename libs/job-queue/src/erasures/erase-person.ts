import { keysOfTenant, queueKeys } from '@ragfleet/contracts';
import { isFault, type Clock } from '@ragfleet/kernel';
import { type Redis, redisFault, redisReply, scanKeys } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { QueryRecord } from '../queries/contract.ts';
import { createSettleQuery } from '../queries/query-state-store.ts';
import { openQuery, parseQueryFields } from '../queries/query-record.ts';
import { createEraseQuery } from '../queries/scripts/erase.ts';
import type { Deliveries } from '../webhooks/contract.ts';
import type { ErasePerson, ErasureCounts } from './contract.ts';

export interface ErasePersonOptions {
  /** The queue Redis. */
  readonly redis: Redis;
  readonly sealer: Sealer;
  readonly deliveries: Pick<Deliveries, 'purge'>;
  readonly clock?: Clock;
}

/**
 * One go through every key of a tenant for what is a person's: queries with all that belongs to them, open ones canceled
 * first; webhook deliveries; idempotency keys. By the keys and not by lists, which are capped. Stopped anywhere, the next
 * go continues with what is left.
 */
export function createErasePerson(
  options: ErasePersonOptions,
): (person: ErasePerson) => Promise<ErasureCounts> {
  const { redis, deliveries } = options;
  const eraseQueries = createEraseQueries(options);

  const eraseDeliveries = async (person: ErasePerson, names: readonly string[]): Promise<number> => {
    const { tenantId, principalId } = person;
    const own = await ownedBy(redis, names, ['principalId', 'subjectId'], principalId);
    const subjects = new Set(own.map(([, subjectId]) => subjectId ?? ''));
    for (const subjectId of subjects) await deliveries.purge(tenantId, subjectId);
    return own.length;
  };

  return async (person) => {
    const { tenantId, principalId, signal } = person;
    const prefixes = {
      query: queueKeys.query(tenantId, ''),
      delivery: queueKeys.delivery(tenantId, ''),
      idempotency: queueKeys.idempotency(tenantId, principalId, ''),
    };
    const counts = { queries: 0, deliveries: 0, idempotency_keys: 0 };
    for await (const names of scanKeys(redis, { pattern: keysOfTenant(tenantId), signal })) {
      const of = (prefix: string): string[] => names.filter((name) => name.startsWith(prefix));
      const queries = of(prefixes.query).filter((name) => !name.slice(prefixes.query.length).includes(':'));
      counts.deliveries += await eraseDeliveries(person, of(prefixes.delivery));
      counts.queries += await eraseQueries(person, queries);
      const idempotency = of(prefixes.idempotency);
      if (idempotency.length > 0) counts.idempotency_keys += await redisReply(redis.unlink(...idempotency));
    }
    await redisReply(redis.unlink(queueKeys.queriesOfPrincipal(tenantId, principalId)));
    return counts;
  };
}

function createEraseQueries({
  redis,
  sealer,
  deliveries,
  ...time
}: ErasePersonOptions): (person: ErasePerson, names: readonly string[]) => Promise<number> {
  const settle = createSettleQuery({ redis, sealer, ...time });
  const erase = createEraseQuery(redis);

  const eraseOne = async ({ tenantId, principalId }: ErasePerson, queryId: string): Promise<boolean> => {
    await settle(tenantId, queryId, { status: 'canceled', error: null });
    // Before the record: whoever makes a webhook of it at this moment finds that it was removed.
    await deliveries.purge(tenantId, queryId);
    return (await erase({ tenantId, queryId, principalId })) !== 'gone';
  };

  return async (person, names) => {
    const { tenantId, principalId, signal } = person;
    const own = await ownedBy(redis, names, ['principal', 'id'], principalId);
    if (own.length === 0) return 0;
    const records = await readRecords(
      redis,
      sealer,
      own.map(([, id]) => queueKeys.query(tenantId, id ?? '')),
    );
    await person.beforeQueries(records);
    let erased = 0;
    for (const [, queryId = ''] of own) {
      signal.throwIfAborted();
      if (await eraseOne(person, queryId ?? '')) erased += 1;
    }
    return erased;
  };
}

type Fields = readonly (string | null)[];

/** The fields of those hashes whose first field is this person. */
async function ownedBy(
  redis: Redis,
  names: readonly string[],
  fields: readonly string[],
  principalId: string,
): Promise<Fields[]> {
  if (names.length === 0) return [];
  const pipeline = redis.pipeline();
  for (const name of names) pipeline.hmget(name, ...fields);
  const replies = (await redisReply(pipeline.exec())) ?? [];
  return replies.flatMap(([error, values]) => {
    if (error !== null) throw redisFault(error);
    const owned = Array.isArray(values)
      ? values.map((value) => (typeof value === 'string' ? value : null))
      : [];
    return owned[0] === principalId ? [owned] : [];
  });
}

/** One that cannot be read is erased all the same: nothing can be found out from it. */
async function readRecords(redis: Redis, sealer: Sealer, names: readonly string[]): Promise<QueryRecord[]> {
  const found = await redisReply(Promise.all(names.map((name) => redis.hgetall(name))));
  return found.flatMap((fields) => {
    try {
      const stored = parseQueryFields(fields);
      return stored === null ? [] : [openQuery(sealer, stored)];
    } catch (error) {
      if (isFault(error, 'corrupt')) return [];
      throw error;
    }
  });
}
