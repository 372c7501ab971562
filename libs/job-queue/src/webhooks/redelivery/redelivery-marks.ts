import { queueKeys } from '@ragfleet/contracts';
import type { Clock } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { parseQueryMark, queryMark } from '../../records/query-mark.ts';

export interface DeliveryName {
  readonly tenantId: string;
  readonly deliveryId: string;
}

/** What is being redelivered at this moment: a mark stands from before the first step to after the last. */
export interface RedeliveryMarks {
  set(names: readonly DeliveryName[]): Promise<void>;
  clear(names: readonly DeliveryName[]): Promise<void>;
  /** Those whose process has had its time. */
  overdue(limit: number): Promise<DeliveryName[]>;
}

/** By then whoever redelivers has ended it, or has died. */
const OVERDUE_AFTER_MS = 60_000;

export function createRedeliveryMarks(redis: Redis, clock: Clock): RedeliveryMarks {
  const markOf = ({ tenantId, deliveryId }: DeliveryName): string => queryMark(tenantId, deliveryId);
  return {
    set: async (names) => {
      const overdueAtMs = clock.nowMs() + OVERDUE_AFTER_MS;
      const members = names.flatMap((name) => [overdueAtMs, markOf(name)]);
      await redisReply(redis.zadd(queueKeys.redeliveries, ...members));
    },
    clear: async (names) => {
      if (names.length === 0) return;
      await redisReply(redis.zrem(queueKeys.redeliveries, ...names.map(markOf)));
    },
    overdue: async (limit) => {
      const marks = redis.zrangebyscore(queueKeys.redeliveries, '-inf', clock.nowMs(), 'LIMIT', 0, limit);
      return (await redisReply(marks)).map((mark) => {
        const { tenantId, queryId: deliveryId } = parseQueryMark(mark);
        return { tenantId, deliveryId };
      });
    },
  };
}
