import { BULL_PREFIX, queueKeys, queueNameOfLane } from '@ragfleet/contracts';
import { type Clock, type Lane, type Region, REGIONS } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { z } from 'zod';
import type { LaneQueues } from '../queries/lane-queues.ts';
import { confirmJobs } from '../records/confirm-jobs.ts';
import { parseQueryMark, queryMark } from '../records/query-mark.ts';
import type { Repair } from './contract.ts';
import { readPipeline } from '../records/read-pipeline.ts';

export interface RestoreOptions {
  readonly redis: Redis;
  readonly queues: Pick<LaneQueues, 'add'>;
  readonly clock: Clock;
}

/** Open queries looked at in one pass; the next pass goes on behind them. */
const LOOKED_AT = 1_000;
/** The ingress adds the job itself, a moment after the record. */
const SETTLING_IN_MS = 3_000;
const OPEN_STATES: ReadonlySet<string> = new Set(['admitted', 'queued', 'running']);

const FIELDS = ['state', 'lane', 'created', 'deadline', 'priority', 'region'] as const;
const fieldsReply = z.tuple([
  z.string().nullable(),
  z.enum(['high', 'normal', 'low']).nullable(),
  z.coerce.number(),
  z.coerce.number(),
  z.coerce.number(),
  z.enum(REGIONS).nullable(),
]);

interface OpenQuery {
  readonly tenantId: string;
  readonly queryId: string;
  readonly lane: Lane;
  readonly deadlineAtMs: number;
  readonly region: Region | null;
  readonly priority: number;
}

/**
 * Gives every open query a job again whose job is gone: a Redis that lost power keeps no last second, and jobs can be
 * removed by hand. A job that is still there, waiting, running, put off or parked, is left alone. Two round trips a pass.
 */
export function createRestoreLostJobs({ redis, queues, clock }: RestoreOptions): Repair {
  let rank = 0;
  const nextMarks = async (): Promise<string[]> => {
    const marks = await redisReply(
      redis.zrange(queueKeys.deadlines, String(rank), String(rank + LOOKED_AT - 1)),
    );
    rank = marks.length < LOOKED_AT ? 0 : rank + LOOKED_AT;
    return marks;
  };
  return async (limit) => {
    const open = await readOpen(redis, await nextMarks(), clock.nowMs());
    const lost = (await withoutJob(redis, open)).slice(0, limit);
    await Promise.all(
      lost.map(async ({ tenantId, queryId, lane, deadlineAtMs, region, priority }) => {
        await queues.add(lane, { tenantId, queryId, deadlineAtMs, region }, priority);
        await confirmJobs(redis, [queryMark(tenantId, queryId)]);
      }),
    );
    return lost.length;
  };
}

async function readOpen(redis: Redis, marks: readonly string[], nowMs: number): Promise<OpenQuery[]> {
  const names = marks.map(parseQueryMark);
  const replies = await readPipeline(redis, names, (pipeline, { tenantId, queryId }) =>
    pipeline.hmget(queueKeys.query(tenantId, queryId), ...FIELDS),
  );
  return names.flatMap((name, at) => {
    const parsed = fieldsReply.safeParse(replies[at]);
    if (!parsed.success) return [];
    const [state, lane, created, deadlineAtMs, priority, region] = parsed.data;
    const isDue = created < nowMs - SETTLING_IN_MS && deadlineAtMs > nowMs;
    return state !== null && lane !== null && OPEN_STATES.has(state) && isDue
      ? [{ ...name, lane, deadlineAtMs, region, priority }]
      : [];
  });
}

async function withoutJob(redis: Redis, queries: readonly OpenQuery[]): Promise<OpenQuery[]> {
  const replies = await readPipeline(redis, queries, (pipeline, { lane, queryId }) =>
    pipeline.exists(`${BULL_PREFIX}:${queueNameOfLane(lane)}:${queryId}`),
  );
  return queries.filter((_query, at) => replies[at] === 0);
}
