import { queueKeys } from '@ragfleet/contracts';
import { type Clock, type Lane, type Region, systemClock } from '@ragfleet/kernel';
import type { Logger } from '@ragfleet/rag-core';
import { closeRedis, connectRedis, type Redis, startCommandBudget } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { createAppendEvents } from '../events/append-script.ts';
import { type ChannelSubscriber, createChannelSubscriber } from '../notices/channel-subscriber.ts';
import { createChannelWatchers } from '../notices/channel-watchers.ts';
import { createQueryStateStore } from '../queries/query-state-store.ts';
import { createWebhookHandOver, type WebhookHandOver } from '../webhooks/hand-over.ts';
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
  /** Where the fleet is reached from outside, without a trailing slash, as its webhooks say it; paths where it is left out. */
  readonly publicUrl?: string | undefined;
  /** The fleet's, if it has one: jobs of another region are put off and never run here. */
  readonly region?: Region | undefined;
  /** Called each time that one is. */
  readonly onRefused?: (lane: Lane) => void;
  readonly clock?: Clock;
}

/** Of the time to close the connections, what the last confirmations may take. */
const CONFIRMING_PART = 0.5;

/** The workers of the three lanes in one process. Nothing is fetched before `start`; `drain` ends them for good. */
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
  const handOver = openHandOver(options, redis);
  const disconnect = async (limitMs: number): Promise<void> => {
    await startCommandBudget(limitMs * CONFIRMING_PART)(() => handOver.close()).catch(() => undefined);
    await Promise.all([subscriber.close(), closeRedis(redis, limitMs * (1 - CONFIRMING_PART))]);
  };
  const runner = createJobRunner(options, { redis, subscriber, handOver });
  return runLanes({ ...options, ...runner, redis, disconnect });
}

function openHandOver(
  { sealer, logger, publicUrl, clock = systemClock }: LaneWorkersOptions,
  redis: Redis,
): WebhookHandOver {
  const onLeft: Parameters<typeof createWebhookHandOver>[0]['onLeft'] = ({ tenantId, queryId }, error) =>
    logger.warn({ tenant: tenantId, queryId, error }, 'webhook left to the outbox');
  return createWebhookHandOver({ redis, sealer, clock, publicUrl: publicUrl ?? null, onLeft });
}

interface RunnerPorts {
  readonly redis: Redis;
  readonly subscriber: ChannelSubscriber;
  readonly handOver: WebhookHandOver;
}

function createJobRunner(options: LaneWorkersOptions, { redis, subscriber, handOver }: RunnerPorts) {
  const { sealer, handler, logger, onEnded = () => undefined, clock = systemClock } = options;
  const ledger = createQueryStateStore({ redis, sealer, clock });
  const run = createRunQueryJob({
    ledger,
    append: createAppendEvents(redis),
    handOver,
    watchCancellation: createCancellationWatch(
      redis,
      createChannelWatchers(subscriber, queueKeys.cancelChannel),
    ),
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
