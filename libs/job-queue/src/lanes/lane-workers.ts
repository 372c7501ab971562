import { queueKeys } from '@ragfleet/contracts';
import { type Clock, type Lane, type Region, systemClock } from '@ragfleet/kernel';
import type { Logger } from '@ragfleet/rag-core';
import { closeRedis, connectRedis, type Redis } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { createAppendEvents } from '../events/append-script.ts';
import { type ChannelSubscriber, createChannelSubscriber } from '../notices/channel-subscriber.ts';
import { createNoticeBoard } from '../notices/notice-board.ts';
import { createQueryLedger } from '../queries/query-ledger.ts';
import type { EndedQuery, LaneSlots, LaneWorkers, QueryHandler } from './contract.ts';
import type { LaneWorkerOptions } from './lane-worker.ts';
import { failedBy, gaveUp } from './query-error.ts';
import { type RunningLanes, runLanes } from './run-lanes.ts';
import { createRunQueryJob } from './run-query-job.ts';
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

function startLanes(options: LaneWorkersOptions): RunningLanes {
  const { redisUrl, logger } = options;
  const redis = connectRedis({
    url: redisUrl,
    profile: 'blocking',
    name: 'lane-workers',
    onError: (error) => logger.warn({ reason: error.message }, 'queue redis connection lost'),
  });
  const subscriber = createChannelSubscriber({ redisUrl, name: 'lane-workers-notices' });
  const disconnect = (limitMs: number) => Promise.all([subscriber.close(), closeRedis(redis, limitMs)]);
  return runLanes({ ...options, ...createJobRunner(options, redis, subscriber), redis, disconnect });
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
    (lane: Lane): LaneWorkerOptions['onGivenUp'] =>
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
