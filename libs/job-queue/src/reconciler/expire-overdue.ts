import { problemTitle, problemType, type QueryError, queueKeys } from '@ragfleet/contracts';
import { type Clock, LANES } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { QueryStateStore } from '../queries/contract.ts';
import type { LaneQueues } from '../queries/lane-queues.ts';
import { inGroups } from '../webhooks/redelivery/in-groups.ts';
import type { Repair } from './contract.ts';
import { parseQueryMark } from '../records/query-mark.ts';

export interface ExpireOptions {
  readonly redis: Redis;
  readonly ledger: Pick<QueryStateStore, 'settle'>;
  readonly queues: Pick<LaneQueues, 'remove'>;
  readonly clock: Clock;
}

/** A worker that is alive settles its query at the deadline itself. */
const WORKER_FIRST_MS = 2_000;
const CONCURRENCY = 16;

const EXPIRED: QueryError = {
  type: problemType('expired'),
  title: problemTitle('expired'),
  detail:
    'No worker finished the query before its deadline. Send it again, with a longer deadline if it needs one.',
  retryable: true,
};

/** Ends every open query whose deadline has passed, and takes its job out of the lane so that it blocks no admission. */
export function createExpireOverdue({ redis, ledger, queues, clock }: ExpireOptions): Repair {
  return async (limit) => {
    const before = clock.nowMs() - WORKER_FIRST_MS;
    const marks = await redisReply(
      redis.zrangebyscore(queueKeys.deadlines, '-inf', before, 'LIMIT', 0, limit),
    );
    let expired = 0;
    await inGroups(marks, CONCURRENCY, async (mark) => {
      const { tenantId, queryId } = parseQueryMark(mark);
      if (await ledger.settle(tenantId, queryId, { status: 'expired', error: EXPIRED })) expired += 1;
      const name = await redisReply(redis.hget(queueKeys.query(tenantId, queryId), 'lane'));
      const lane = LANES.find((candidate) => candidate === name);
      if (lane !== undefined) await queues.remove(lane, queryId);
    });
    return expired;
  };
}
