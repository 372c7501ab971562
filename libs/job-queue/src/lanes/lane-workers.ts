import { queueKeys, queueNameOfLane } from '@ragfleet/contracts';
import { type Clock, type Lane, LANES, type Region, systemClock } from '@ragfleet/kernel';
import type { Logger } from '@ragfleet/rag-core';
import { closeRedis, connectRedis, type Redis } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { createAppendEvents } from '../events/append-script.ts';
import { type ChannelSubscriber, createChannelSubscriber } from '../notices/channel-subscriber.ts';
import { createNoticeBoard } from '../notices/notice-board.ts';
import { createQueryLedger } from '../queries/query-ledger.ts';
import { drainWorkers } from '../queues/drain-workers.ts';
import { createWatchedWorker, type WatchedWorker } from '../queues/watched-worker.ts';
import type { EndedQuery, LaneSlots, LaneWorkers, QueryHandler } from './contract.ts';
import { createSlotBook, type SlotBook } from './lane-slots.ts';
import { createLastChances } from './last-chances.ts';
import { type LaneWorker, startLaneWorker } from './lane-worker.ts';
import { failedBy, gaveUp } from './query-error.ts';
import { createRegionGate } from './region-gate.ts';
import { createRunQueryJob, type QueryJobRun } from './run-query-job.ts';
import { createCancellationWatch } from './watch-cancellation.ts';

export interface LaneWorkersOptions {
  /** The queue Redis. */
  readonly redisUrl: string;
  readonly sealer: Sealer;
  readonly handler: QueryHandler;
  readonly slots: LaneSlots;
  readonly logger: Logger;
  readonly onEnded?: (ended: EndedQuery) => void;
  /** The fleet's, if it has one: jobs of another region are put off and never run here. */
  readonly region?: Region | undefined;
  /** Called each time that one is. */
  readonly onRefused?: (lane: Lane) => void;
  readonly clock?: Clock;
}

export function createLaneWorkers(options: LaneWorkersOptions): LaneWorkers {
  let running: RunningLanes | null = null;
  return {
    start: async () => {
      running ??= startLanes(options);
    },
    drain: async (graceMs) => {
      const lanes = running;
      running = null;
      if (lanes !== null) await lanes.drain(graceMs);
    },
    isHealthy: () => running?.isHealthy() ?? true,
  };
}

/** Somebody has wired two regions together: that is for a person to mend. */
const refusedBy =
  ({ logger, onRefused = () => undefined }: LaneWorkersOptions) =>
  ({ lane, job }: QueryJobRun): void => {
    onRefused(lane);
    logger.error(
      { lane, queryId: job.queryId, tenant: job.tenantId },
      'refused a job of another region: it waits for a worker of its own',
    );
  };

type RunningLanes = Pick<LaneWorkers, 'drain' | 'isHealthy'>;

function startLanes(options: LaneWorkersOptions): RunningLanes {
  const { redisUrl, slots, logger, clock = systemClock } = options;
  const redis = connectRedis({
    url: redisUrl,
    profile: 'blocking',
    name: 'lane-workers',
    onError: (error) => logger.warn({ reason: error.message }, 'queue redis connection lost'),
  });
  const subscriber = createChannelSubscriber({ redisUrl, name: 'lane-workers-notices' });
  const handBack = new AbortController();
  const book = createSlotBook(slots);
  const { run: runJob, giveUp } = createJobRunner(options, redis, subscriber);
  const run = createLastChances({ run: runJob, clock });
  const workers: Workers = new Map();

  const inSlot = async (job: QueryJobRun): ReturnType<typeof run> => {
    const worker = workers.get(job.lane);
    worker?.took();
    book.take(job.lane);
    applyLimits(workers, book);
    try {
      return await run(job);
    } finally {
      worker?.gaveBack();
      book.release(job.lane);
      applyLimits(workers, book);
    }
  };
  const gated = createRegionGate({
    run: inSlot,
    region: options.region ?? null,
    clock,
    onRefused: refusedBy(options),
  });
  for (const lane of LANES) {
    const watched = watchLane(lane, { options, redis, book, handBack: handBack.signal, run: gated, giveUp });
    workers.set(lane, watched);
    watched.watch();
  }
  const disconnect = (limitMs: number) => Promise.all([subscriber.close(), closeRedis(redis, limitMs)]);
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
  readonly options: LaneWorkersOptions;
  readonly redis: Redis;
  readonly book: SlotBook;
  readonly handBack: AbortSignal;
  readonly run: StartLaneWorker['run'];
  readonly giveUp: (lane: Lane) => StartLaneWorker['onGivenUp'];
}

type StartLaneWorker = Parameters<typeof startLaneWorker>[0];

/** The worker of one lane, replaced when it fetches nothing. */
function watchLane(lane: Lane, parts: LaneParts): WatchedWorker<LaneWorker> {
  const { redis, book, handBack, run } = parts;
  const { logger, clock = systemClock } = parts.options;
  const onGivenUp = parts.giveUp(lane);
  const onParked = (jobId: string | undefined): void =>
    logger.error({ lane, queryId: jobId }, 'parked a job that this version cannot read');
  const onError = (error: Error): void => logger.warn({ lane, reason: error.message }, 'lane worker error');
  return createWatchedWorker({
    queueName: queueNameOfLane(lane),
    redis,
    open: () => {
      const concurrency = book.limitOf(lane);
      return startLaneWorker({ lane, redis, concurrency, handBack, run, onGivenUp, onParked, onError });
    },
    hasFreeSlot: () => book.heldBy(lane) < book.limitOf(lane),
    onReplaced: () => logger.error({ lane }, 'lane fetched nothing: its worker is replaced'),
    onError: (error) => logger.warn({ lane, error }, 'lane could not be looked at'),
    clock,
  });
}

function createJobRunner(options: LaneWorkersOptions, redis: Redis, subscriber: ChannelSubscriber) {
  const { sealer, handler, logger, onEnded = () => undefined, clock = systemClock } = options;
  const ledger = createQueryLedger({ redis, sealer, clock });
  const run = createRunQueryJob({
    ledger,
    append: createAppendEvents(redis),
    watchCancellation: createCancellationWatch(redis, createNoticeBoard(subscriber, queueKeys.cancelChannel)),
    sealer,
    handler,
    clock,
    onEnded,
  });
  /** Ends a query whose job BullMQ failed by itself; a query that was settled before stays as it is. */
  const giveUp =
    (lane: Lane): Parameters<typeof startLaneWorker>[0]['onGivenUp'] =>
    ({ tenantId, queryId }, enqueuedAtMs) => {
      const settlement = failedBy(gaveUp(undefined));
      ledger.settle(tenantId, queryId, settlement).then(
        (isFirst) => {
          if (isFirst)
            onEnded({ tenantId, queryId, lane, settlement, totalMs: clock.nowMs() - enqueuedAtMs });
        },
        (error: unknown) =>
          logger.error({ queryId, tenant: tenantId, error }, 'failed job left for the reconciler'),
      );
    };
  return { run, giveUp };
}

type Workers = Map<Lane, WatchedWorker<LaneWorker>>;

function applyLimits(workers: Workers, book: SlotBook): void {
  for (const [lane, worker] of workers) worker.current().concurrency = book.limitOf(lane);
}
