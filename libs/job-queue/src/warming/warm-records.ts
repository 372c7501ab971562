import { randomBytes } from 'node:crypto';
import { queueKeys } from '@ragfleet/contracts';
import { type Clock, DAY_MS, Fault } from '@ragfleet/kernel';
import type { WarmReport } from '@ragfleet/rag-core';
import { defineScript, type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { type OnUnreadable, readEach } from '../records/read-each.ts';
import type { WarmRecord, WarmRequest, WarmTrigger } from './contract.ts';
import { openWarming, sealGroups, type WarmOrder } from './warm-record.ts';

/** A warming that has not ended by then is lost, and counts no more. */
const LOST_MS = DAY_MS;
const LIST_MAX = 100;
const KEPT_MS: Readonly<Record<WarmTrigger, number>> = {
  schedule: 30 * DAY_MS,
  request: 30 * DAY_MS,
  refresh: DAY_MS,
};
/** Of one tenant at a time. */
const MAX_OPEN: Readonly<Record<WarmTrigger, number>> = { schedule: 100, request: 20, refresh: 100 };

const CREATE = `
local record, list, open = KEYS[1], KEYS[2], KEYS[3]
local w = cjson.decode(ARGV[1])
-- The connection may send the script again after a cut, and a run may be repeated.
if redis.call('EXISTS', record) == 1 then return 1 end
redis.call('ZREMRANGEBYSCORE', open, '-inf', w.nowMs - w.lostMs)
if redis.call('ZCARD', open) >= w.maxOpen then return 0 end
redis.call('HSET', record, 'trigger', w.trigger, 'state', 'queued', 'created', w.nowMs)
if w.topN then redis.call('HSET', record, 'topN', w.topN) end
if ARGV[2] ~= '' then redis.call('HSET', record, 'groups', ARGV[2]) end
redis.call('PEXPIRE', record, w.keptMs)
redis.call('ZADD', open, w.nowMs, w.id)
redis.call('PEXPIRE', open, w.lostMs)
if w.isListed then
  redis.call('ZADD', list, w.nowMs, w.id)
  redis.call('ZREMRANGEBYRANK', list, 0, -(w.listMax + 1))
  redis.call('PEXPIRE', list, w.keptMs)
end
return 1
`;

interface WarmName {
  readonly tenantId: string;
  readonly warmId: string;
}

export interface NewWarming extends WarmRequest, WarmName {
  readonly trigger: WarmTrigger;
  readonly createdAtMs: number;
}

/** Warmings on the queue Redis: what was asked sealed, and the report. Faults: rate-limited, unavailable. */
export interface WarmRecords {
  /** One that is there already stays as it is. */
  create(warming: NewWarming): Promise<void>;
  read(name: WarmName): Promise<WarmOrder | null>;
  list(tenantId: string, limit: number): Promise<{ records: WarmRecord[]; hasMore: boolean }>;
  begin(name: WarmName): Promise<void>;
  progress(name: WarmName, report: WarmReport): Promise<void>;
  /** A null report leaves the one that is there. */
  finish(
    record: WarmName & { readonly trigger: WarmTrigger },
    status: 'finished' | 'failed',
    report: WarmReport | null,
  ): Promise<void>;
}

export const newWarmId = (): string => `warm_${randomBytes(16).toString('hex')}`;

export function createWarmRecords(options: {
  readonly redis: Redis;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly onUnreadable?: OnUnreadable | undefined;
}): WarmRecords {
  const { redis, sealer, clock, onUnreadable = () => undefined } = options;
  const create = defineScript(redis, 'rfCreateWarming', 3, CREATE);
  const keyOf = ({ tenantId, warmId }: WarmName): string => queueKeys.warming(tenantId, warmId);
  const read: WarmRecords['read'] = async (name) => {
    const order = openWarming(sealer, name, await redisReply(redis.hgetall(keyOf(name))));
    return order === null ? null : { ...order, record: endedWhenLost(order.record, clock.nowMs()) };
  };

  return {
    create: async (warming) => {
      const { tenantId, groups, trigger } = warming;
      const keys = [keyOf(warming), queueKeys.warmings(tenantId), queueKeys.openWarmings(tenantId, trigger)];
      const sealed = groups === null ? '' : sealGroups(sealer, tenantId, groups);
      const isCreated = await create(keys, [argumentsOf(warming), sealed]);
      if (isCreated === 1) return;
      throw new Fault('rate-limited', 'Too many cache warmings are open. Wait for some to finish.', {
        retryAfterMs: 60_000,
      });
    },
    read,
    list: async (tenantId, limit) => {
      const ids = await redisReply(redis.zrevrange(queueKeys.warmings(tenantId), 0, limit));
      const orders = await readEach(
        ids.slice(0, limit),
        (warmId) => read({ tenantId, warmId }),
        (unreadable) => onUnreadable({ kind: 'warming', tenantId, ids: unreadable }),
      );
      return { records: orders.map(({ record }) => record), hasMore: ids.length > limit };
    },
    begin: async (name) => {
      const writing = redis.multi().hset(keyOf(name), 'state', 'running');
      await redisReply(writing.hsetnx(keyOf(name), 'started', clock.nowMs()).exec());
    },
    progress: async (name, report) => {
      await redisReply(redis.hset(keyOf(name), 'report', JSON.stringify(report)));
    },
    finish: async (record, status, report) => {
      const { tenantId, warmId, trigger } = record;
      const fields = {
        state: status,
        finished: clock.nowMs(),
        ...(report !== null && { report: JSON.stringify(report) }),
      };
      const writing = redis.multi().hset(keyOf(record), fields).pexpire(keyOf(record), KEPT_MS[trigger]);
      await redisReply(writing.zrem(queueKeys.openWarmings(tenantId, trigger), warmId).exec());
    },
  };
}

/** Nobody writes the end of a warming whose workers died as often as its job may be run. */
function endedWhenLost(record: WarmRecord, nowMs: number): WarmRecord {
  const isOpen = record.status === 'queued' || record.status === 'running';
  return isOpen && nowMs > record.createdAtMs + LOST_MS ? { ...record, status: 'failed' } : record;
}

const argumentsOf = ({ warmId, trigger, topN, createdAtMs }: NewWarming): string =>
  JSON.stringify({
    id: warmId,
    trigger,
    nowMs: createdAtMs,
    topN: topN ?? undefined,
    maxOpen: MAX_OPEN[trigger],
    lostMs: LOST_MS,
    keptMs: KEPT_MS[trigger],
    listMax: LIST_MAX,
    isListed: trigger !== 'refresh',
  });
