import { queueKeys } from '@ragfleet/contracts';
import { type Clock, systemClock } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { changeCounters } from './change-sequence.ts';
import type { QueryStateStore, QueryRecord } from './contract.ts';
import {
  openQuery,
  parseQueryFields,
  parseStoredQuery,
  sealSettlement,
  sealSubmission,
} from './query-record.ts';
import { createBegin } from './scripts/begin.ts';
import { createNoteWait } from './scripts/note-wait.ts';
import { createSettle, type SettleReply } from './scripts/settle.ts';

export interface QueryStateStoreOptions {
  /** The caller closes it. */
  readonly redis: Redis;
  readonly sealer: Sealer;
  readonly clock?: Clock;
}

/** The worker side of the records. */
export function createQueryStateStore({
  redis,
  sealer,
  clock = systemClock,
}: QueryStateStoreOptions): QueryStateStore {
  const begin = createBegin(redis);
  const settle = createSettleQuery({ redis, sealer, clock });
  return {
    begin: async (tenantId, queryId) => {
      const { stored, changes, startsOver } = await begin(tenantId, queryId, clock.nowMs());
      const query = parseStoredQuery(stored);
      if (query === null) return null;
      const record = openQuery(sealer, query);
      return { record, changes: changeCounters(changes), startsOver, timesWaited: query.parks };
    },
    noteWait: createNoteWait(redis),
    settle: async (tenantId, queryId, settlement, webhook = null) =>
      (await settle(tenantId, queryId, settlement, webhook)) === 'settled',
  };
}

type SettleQuery = (...asked: Parameters<QueryStateStore['settle']>) => Promise<SettleReply>;

/** Seals a settlement and writes it; the reply says who was first. */
export function createSettleQuery({
  redis,
  sealer,
  clock = systemClock,
}: QueryStateStoreOptions): SettleQuery {
  const settle = createSettle(redis);
  const read = createReadQuery({ redis, sealer });
  const masked = async (tenantId: string, queryId: string, question: string): Promise<string> => {
    const record = await read(tenantId, queryId);
    if (record === null) return '';
    // A masked question says what the history may hold as well: neither survives.
    return sealSubmission(sealer, tenantId, { ...record.submission, question, history: [] });
  };
  return async (tenantId, queryId, settlement, webhook = null) => {
    const maskedQuestion = settlement.status === 'failed' ? settlement.maskedQuestion : undefined;
    return settle({
      tenantId,
      queryId,
      status: settlement.status,
      nowMs: webhook?.endedAtMs ?? clock.nowMs(),
      delivery: webhook?.creation ?? [],
      ...sealSettlement(sealer, tenantId, settlement),
      submission: maskedQuestion === undefined ? '' : await masked(tenantId, queryId, maskedQuestion),
    });
  };
}

/** Reads one record, opened. */
export function createReadQuery({
  redis,
  sealer,
}: Pick<QueryStateStoreOptions, 'redis' | 'sealer'>): (
  tenantId: string,
  queryId: string,
) => Promise<QueryRecord | null> {
  return async (tenantId, queryId) => {
    const stored = parseQueryFields(await redisReply(redis.hgetall(queueKeys.query(tenantId, queryId))));
    return stored === null ? null : openQuery(sealer, stored);
  };
}
