import { queueKeys } from '@ragfleet/contracts';
import type { Clock } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { LaneQueues } from '../queries/lane-queues.ts';
import { parseQueryFields } from '../queries/query-record.ts';
import { confirmJobs } from '../records/confirm-jobs.ts';
import type { Repair } from './contract.ts';
import { parseQueryMark } from '../records/query-mark.ts';

export interface RequeueOptions {
  readonly redis: Redis;
  readonly queues: Pick<LaneQueues, 'add'>;
  readonly clock: Clock;
}

/** The ingress adds the job itself, a moment after the record; past this it has died or lost Redis. */
const SETTLING_IN_MS = 3_000;

/** Adds the job of every accepted query whose job nobody confirmed. The job id makes a second add change nothing. */
export function createRequeueAdmitted({ redis, queues, clock }: RequeueOptions): Repair {
  return async (limit) => {
    const before = clock.nowMs() - SETTLING_IN_MS;
    const marks = await redisReply(
      redis.zrangebyscore(queueKeys.admitted, '-inf', before, 'LIMIT', 0, limit),
    );
    let requeued = 0;
    for (const mark of marks) {
      const { tenantId, queryId } = parseQueryMark(mark);
      const stored = parseQueryFields(await redisReply(redis.hgetall(queueKeys.query(tenantId, queryId))));
      if (stored?.state === 'admitted') {
        const { lane, deadline: deadlineAtMs, region, priority } = stored;
        await queues.add(lane, { tenantId, queryId, deadlineAtMs, region }, priority);
        requeued += 1;
      }
      await confirmJobs(redis, [mark]);
    }
    return requeued;
  };
}
