import { queueNameOfLane } from '@ragfleet/contracts';
import { type Clock, type Lane, LANES, type Region, systemClock } from '@ragfleet/kernel';
import type { Logger } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import { drainWorkers } from '../queues/drain-workers.ts';
import { createWatchedWorker, type WatchedWorker } from '../queues/watched-worker.ts';
import type { LaneSlots, LaneWorkers } from './contract.ts';
import { createSlotAllocator, type SlotAllocator } from './lane-slots.ts';
import { createLastChances } from './last-chances.ts';
import { type LaneWorker, type LaneWorkerOptions, startLaneWorker } from './lane-worker.ts';
import { createRegionGate } from './region-gate.ts';
import type { QueryJobRun } from './run-query-job.ts';

export interface RunLanesOptions {
  /** A `blocking` connection, which `disconnect` closes. */
  readonly redis: Redis;
  readonly slots: LaneSlots;
  /** One job to its outcome. The process's slots are kept around it. */
  readonly run: LaneWorkerOptions['run'];
  /** BullMQ has given a job of this lane up by itself. */
  readonly giveUp: (lane: Lane) => LaneWorkerOptions['onGivenUp'];
  readonly disconnect: (limitMs: number) => Promise<unknown>;
  readonly logger: Logger;
  readonly region?: Region | undefined;
  readonly onRefused?: (lane: Lane) => void;
  readonly clock?: Clock;
}

export type RunningLanes = Pick<LaneWorkers, 'drain' | 'isHealthy'>;

/** Somebody has wired two regions together: that is for a person to mend. */
const refusedBy =
  ({ logger, onRefused = () => undefined }: RunLanesOptions) =>
  ({ lane, job }: QueryJobRun): void => {
    onRefused(lane);
    logger.error(
      { lane, queryId: job.queryId, tenant: job.tenantId },
      'refused a job of another region: it waits for a worker of its own',
    );
  };

/** The three lanes of one process, fetching at once: slots, regions, workers that are replaced. It knows of no record. */
export function runLanes(options: RunLanesOptions): RunningLanes {
  const { slots, disconnect, clock = systemClock } = options;
  const handBack = new AbortController();
  const allocator = createSlotAllocator(slots);
  const run = createLastChances({ run: options.run, clock });
  const workers: Workers = new Map();

  const inSlot = async (job: QueryJobRun): ReturnType<typeof run> => {
    const worker = workers.get(job.lane);
    worker?.took();
    allocator.take(job.lane);
    applyLimits(workers, allocator);
    try {
      return await run(job);
    } finally {
      worker?.gaveBack();
      allocator.release(job.lane);
      applyLimits(workers, allocator);
    }
  };
  const gated = createRegionGate({
    run: inSlot,
    region: options.region ?? null,
    clock,
    onRefused: refusedBy(options),
  });
  for (const lane of LANES) {
    const watched = watchLane(lane, options, { allocator, handBack: handBack.signal, run: gated });
    workers.set(lane, watched);
    watched.watch();
  }
  return {
    isHealthy: () => [...workers.values()].every((worker) => worker.isHealthy()),
    drain: (graceMs) => {
      for (const worker of workers.values()) worker.stopWatching();
      const open = [...workers.values()].flatMap((worker) => worker.all());
      return drainWorkers({ workers: open, handBack, disconnect }, graceMs);
    },
  };
}

interface LaneParts {
  readonly allocator: SlotAllocator;
  readonly handBack: AbortSignal;
  readonly run: LaneWorkerOptions['run'];
}

/** The worker of one lane, replaced when it fetches nothing. */
function watchLane(
  lane: Lane,
  { redis, giveUp, logger, clock = systemClock }: RunLanesOptions,
  { allocator, handBack, run }: LaneParts,
): WatchedWorker<LaneWorker> {
  const onGivenUp = giveUp(lane);
  const onParked = (jobId: string | undefined): void =>
    logger.error({ lane, queryId: jobId }, 'parked a job that this version cannot read');
  const onError = (error: Error): void => logger.warn({ lane, reason: error.message }, 'lane worker error');
  return createWatchedWorker({
    queueName: queueNameOfLane(lane),
    redis,
    open: () => {
      const concurrency = allocator.limitOf(lane);
      return startLaneWorker({ lane, redis, concurrency, handBack, run, onGivenUp, onParked, onError });
    },
    hasFreeSlot: () => allocator.heldBy(lane) < allocator.limitOf(lane),
    onReplaced: () => logger.error({ lane }, 'lane fetched nothing: its worker is replaced'),
    onError: (error) => logger.warn({ lane, error }, 'lane could not be looked at'),
    clock,
  });
}

type Workers = Map<Lane, WatchedWorker<LaneWorker>>;

function applyLimits(workers: Workers, allocator: SlotAllocator): void {
  for (const [lane, worker] of workers) worker.current().concurrency = allocator.limitOf(lane);
}
