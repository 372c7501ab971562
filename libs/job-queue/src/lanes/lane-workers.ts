import { queueKeys } from '@ragfleet/contracts';
import { type Clock, type Lane, LANES, systemClock } from '@ragfleet/kernel';
import type { Logger } from '@ragfleet/rag-core';
import { closeRedis, connectRedis, type Redis } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { createAppendEvents } from '../events/append-script.ts';
import { type ChannelSubscriber, createChannelSubscriber } from '../notices/channel-subscriber.ts';
import { createNoticeBoard } from '../notices/notice-board.ts';
import { createQueryLedger } from '../queries/query-ledger.ts';
import { drainWorkers } from '../queues/drain-workers.ts';
import type { EndedQuery, LaneSlots, LaneWorkers, QueryHandler } from './contract.ts';
import { createSlotBook, type SlotBook } from './lane-slots.ts';
import { createLastChances } from './last-chances.ts';
import { createLaneWatchdog } from './lane-watchdog.ts';
import { type LaneWorker, startLaneWorker } from './lane-worker.ts';
import { failedBy, gaveUp } from './query-error.ts';
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
    isHealthy: async () => (await running?.isHealthy()) ?? true,
  };
}

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
  const watchdog = createLaneWatchdog(redis, clock);
  const { run: runJob, giveUp } = createJobRunner(options, redis, subscriber);
  const run = createLastChances({ run: runJob, clock });
  const workers = new Map<Lane, LaneWorker>();

  const inSlot = async (job: QueryJobRun): ReturnType<typeof run> => {
    watchdog.fetched(job.lane);
    book.take(job.lane);
    applyLimits(workers, book);
    try {
      return await run(job);
    } finally {
      book.release(job.lane);
      applyLimits(workers, book);
    }
  };
  for (const lane of LANES) {
    const concurrency = book.limitOf(lane);
    const onError = (error: Error): void => logger.warn({ lane, reason: error.message }, 'lane worker error');
    const onGivenUp = giveUp(lane);
    const onParked = (jobId: string | undefined): void =>
      logger.error({ lane, queryId: jobId }, 'parked a job that this version cannot read');
    workers.set(
      lane,
      startLaneWorker({
        lane,
        redis,
        concurrency,
        handBack: handBack.signal,
        run: inSlot,
        onGivenUp,
        onParked,
        onError,
      }),
    );
  }
  const disconnect = (limitMs: number) => Promise.all([subscriber.close(), closeRedis(redis, limitMs)]);
  return {
    isHealthy: () => watchdog.isHealthy((lane) => book.heldBy(lane) < book.limitOf(lane)),
    drain: (graceMs) => drainWorkers({ workers: [...workers.values()], handBack, disconnect }, graceMs),
  };
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

function applyLimits(workers: ReadonlyMap<Lane, LaneWorker>, book: SlotBook): void {
  for (const [lane, worker] of workers) worker.concurrency = book.limitOf(lane);
}
