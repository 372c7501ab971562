import { LANE_POLICIES, type QueryJob } from '@ragfleet/contracts';
import { Fault, type Lane } from '@ragfleet/kernel';
import type { Redis } from '@ragfleet/redis-connection';
import { type Job, UnrecoverableError, Worker } from 'bullmq';
import { policyOptions } from '../queues/policy-options.ts';
import { postponeJob } from '../queues/postpone-job.ts';
import type { JobOutcome } from './contract.ts';
import { MAX_PARKS } from './parking.ts';
import type { QueryJobRun } from './run-query-job.ts';

export interface LaneWorkerOptions {
  readonly lane: Lane;
  /** A `blocking` connection, shared by the lanes; the worker adds one of its own to wait for jobs. */
  readonly redis: Redis;
  readonly concurrency: number;
  readonly handBack: AbortSignal;
  readonly run: (run: QueryJobRun) => Promise<JobOutcome>;
  /** BullMQ has given a job up by itself: it stalled, or started, too often. */
  readonly onGivenUp: (job: QueryJob, enqueuedAtMs: number) => void;
  readonly onError: (error: Error) => void;
}

export type LaneWorker = Worker<QueryJob, { queryId: string }>;

/** Starts beyond its attempts and parks mean hand-backs and stalls, and an end to them. */
const EXTRA_STARTS = 3;
const RUN_RETRY_MS = 1_000;
const HAND_BACK_DELAY_MS = 100;

/** BullMQ's worker of one lane. It returns the query's id alone: results belong to the record. */
export function startLaneWorker(options: LaneWorkerOptions): LaneWorker {
  const { lane, redis, concurrency } = options;
  const policy = LANE_POLICIES[lane];
  const worker: LaneWorker = new Worker(policy.name, (job, token) => process(job, token, options), {
    connection: redis,
    ...policyOptions(policy),
    concurrency,
    maxStartedAttempts: policy.attempts + EXTRA_STARTS + MAX_PARKS,
    removeOnComplete: { age: policy.keepCompleted.ageSeconds, count: policy.keepCompleted.count },
    removeOnFail: { age: policy.keepFailed.ageSeconds, count: policy.keepFailed.count },
    runRetryDelay: RUN_RETRY_MS,
  });
  worker.on('error', options.onError);
  worker.on('failed', (job) => {
    const payload = policy.payload.safeParse(job?.data);
    if (job?.finishedOn !== undefined && payload.success) options.onGivenUp(payload.data, job.timestamp);
  });
  return worker;
}

type BullJob = Job<QueryJob, { queryId: string }>;

async function process(
  job: BullJob,
  token: string | undefined,
  { lane, run, handBack }: LaneWorkerOptions,
): Promise<{ queryId: string }> {
  const payload = LANE_POLICIES[lane].payload.safeParse(job.data);
  if (!payload.success) throw new UnrecoverableError('The payload is not a query job.');
  const outcome = await run({
    lane,
    job: payload.data,
    enqueuedAtMs: job.timestamp,
    isLastAttempt: job.attemptsMade + 1 >= LANE_POLICIES[lane].attempts,
    handBack,
  });
  switch (outcome.kind) {
    case 'ended':
      return { queryId: payload.data.queryId };
    case 'handed-back':
      throw await postponeJob(job, token, handBackAtMs());
    case 'parked':
      throw await postponeJob(job, token, outcome.untilMs);
    case 'retry':
      throw new Fault(outcome.fault.kind, `Attempt failed: ${outcome.fault.kind}.`, { cause: outcome.fault });
    case 'failed':
      throw new UnrecoverableError(`Failed: ${outcome.fault.kind}.`);
    default:
      return outcome satisfies never;
  }
}

/** Another worker takes it in a moment. */
const handBackAtMs = (): number => Date.now() + HAND_BACK_DELAY_MS + Math.random() * HAND_BACK_DELAY_MS;
