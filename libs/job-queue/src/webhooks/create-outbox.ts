import { queueKeys, type QueryResource } from '@ragfleet/contracts';
import { type Clock, Fault, isFault, systemClock } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { parseQueryMark } from '../records/query-mark.ts';
import type { QueryRecord } from '../queries/contract.ts';
import { createLeaveOutbox } from '../queries/scripts/leave-outbox.ts';
import type { Deliveries } from './contract.ts';
import { webhookOfQuery } from './webhook-of-query.ts';

export interface OutboxOptions {
  /** A `fail-fast` connection; the caller closes it. */
  readonly redis: Redis;
  readonly deliveries: Pick<Deliveries, 'create' | 'enqueueKept'>;
  readonly readQuery: (tenantId: string, queryId: string) => Promise<QueryRecord | null>;
  readonly toResource: (record: QueryRecord) => QueryResource;
  readonly onError: (error: unknown) => void;
  readonly clock?: Clock;
}

export interface Outbox {
  /** Turns up to `limit` marks of settled queries into deliveries; the number that it took. Safe to run twice at once. */
  drain(limit: number): Promise<number>;
}

// A mark that fails must not stand in front of the others for ever.
const POSTPONE_MS = 60_000;

/**
 * The outbox of settled queries: what their worker did not hand over, since it died, or did not end them. A mark goes only
 * after its delivery and job are there.
 */
export function createOutbox(options: OutboxOptions): Outbox {
  const { redis, deliveries, readQuery, onError, clock = systemClock } = options;
  const leave = createLeaveOutbox(redis);

  const deliver = async (tenantId: string, queryId: string): Promise<void> => {
    const record = await readQuery(tenantId, queryId);
    if (record === null) {
      // It may have been kept for a shorter time than this took, and its webhook from its end on.
      if (await deliveries.enqueueKept(tenantId, queryId)) return;
      return onError(new Fault('not-found', 'A query had gone before its webhook was made.'));
    }
    const webhook = webhookOfQuery(record, options.toResource);
    if (webhook !== null) await deliveries.create(webhook.delivery, webhook.body);
  };

  const take = async (mark: string): Promise<boolean> => {
    const { tenantId, queryId } = parseQueryMark(mark);
    try {
      await deliver(tenantId, queryId);
      await leave(tenantId, queryId);
      return true;
    } catch (error) {
      if (isFault(error, 'unavailable', 'overloaded')) throw error;
      onError(error);
      await redisReply(redis.zadd(queueKeys.outbox, 'XX', clock.nowMs() + POSTPONE_MS, mark));
      return false;
    }
  };

  return {
    drain: async (limit) => {
      const due = redis.zrangebyscore(queueKeys.outbox, '-inf', clock.nowMs(), 'LIMIT', 0, limit);
      let taken = 0;
      for (const mark of await redisReply(due)) if (await take(mark)) taken += 1;
      return taken;
    },
  };
}
