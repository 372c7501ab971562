import { LANE_POLICIES, parseQueryJob, type QueryJob, type QueryPayload } from '@ragfleet/contracts';
import { Fault, type Lane } from '@ragfleet/kernel';
import type { Redis } from '@ragfleet/redis-connection';
import { type Job, UnrecoverableError } from 'bullmq';
import { policyJobOptions, policyOptions, retentionOptions } from '../queues/policy-options.ts';
import { postponeJob } from '../queues/postpone-job.ts';
import { JobWorker, unreadablePayload } from '../queues/readable-jobs.ts';
import type { JobOutcome } from './contract.ts';
import { MAX_WAITS } from './waiting.ts';
import { MAX_REGION_REFUSALS } from './region-gate.ts';
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
  /** A job that this version cannot read is kept for one that can. */
  readonly onParked: (jobId: string | undefined) => void;
  readonly onError: (error: Error) => void;
}

export type LaneWorker = JobWorker<QueryPayload, { queryId: string }>;

/** Starts beyond its attempts, waits and refusals mean hand-backs and stalls, and an end to them. */
const EXTRA_STARTS = 3;
const BACKOFF = { type: 'exponential', delay: 500, jitter: 0.5 };
const RUN_RETRY_MS = 1_000;
const HAND_BACK_DELAY_MS = 100;

/** BullMQ's worker of one lane. It returns the query's id alone: results belong to the record. */
export function startLaneWorker(options: LaneWorkerOptions): LaneWorker {
  const { lane, redis, concurrency } = options;
  const policy = LANE_POLICIES[lane];
  const worker: LaneWorker = new JobWorker(policy.name, (job, token) => process(job, token, options), {
    connection: redis,
    ...policyOptions(policy),
    concurrency,
    maxStartedAttempts: policy.attempts + EXTRA_STARTS + MAX_WAITS + MAX_REGION_REFUSALS,
    ...retentionOptions(policy),
    runRetryDelay: RUN_RETRY_MS,
  });
  worker.on('error', options.onError);
  worker.on('failed', (job) => {
    if (job?.finishedOn === undefined) return;
    const query = parseQueryJob(job.id, job.data);
    if (query === null) options.onParked(job.id);
    else options.onGivenUp(query, job.timestamp);
  });
  return worker;
}

type BullJob = Job<QueryPayload, { queryId: string }>;

const JOB_OPTIONS = {
  high: policyJobOptions(LANE_POLICIES.high, BACKOFF),
  normal: policyJobOptions(LANE_POLICIES.normal, BACKOFF),
  low: policyJobOptions(LANE_POLICIES.low, BACKOFF),
};

async function process(
  job: BullJob,
  token: string | undefined,
  { lane, run, handBack }: LaneWorkerOptions,
): Promise<{ queryId: string }> {
  // Not stored with each job: see the lanes' producer.
  Object.assign(job.opts, JOB_OPTIONS[lane]);
  const query = parseQueryJob(job.id, job.data);
  if (query === null) throw unreadablePayload();
  const outcome = await run({
    lane,
    job: query,
    enqueuedAtMs: job.timestamp,
    isLastAttempt: job.attemptsMade + 1 >= LANE_POLICIES[lane].attempts,
    isLastChance: job.stalledCounter >= LANE_POLICIES[lane].maxStalledCount,
    handBack,
  });
  switch (outcome.kind) {
    case 'ended':
      return { queryId: query.queryId };
    case 'handed-back':
      throw await postponeJob(job, token, handBackAtMs());
    case 'postponed':
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
