import { METRICS, queueNameOfLane } from '@ragfleet/contracts';
import { createCostLedger } from '@ragfleet/cost-ledger';
import { createAnswerSettingsStore, createIdentity, createTenants, issuersOf } from '@ragfleet/identity';
import { createLaneWorkers } from '@ragfleet/job-queue';
import { chooseEmbedder } from '@ragfleet/models';
import { createServerClock } from '@ragfleet/redis-connection';
import { createSealer } from '@ragfleet/sealing';
import {
  createEventLoopMonitor,
  createMetrics,
  createOperationsServer,
  type Logger,
  NO_TRACING,
  type Service,
  type Tracing,
} from '@ragfleet/service-runtime';
import type { Config } from './config.ts';
import { openAnswering } from './open-answering.ts';
import { openStores } from './open-stores.ts';
import { plantFailpoints } from './plant-failpoints.ts';
import { createQueryHandler } from './query-handler.ts';
import { handlerDefaults, laneSlots, slotCount } from './settings.ts';
import { recordEnded } from './telemetry.ts';
import { tracedQueries } from './tracing/trace-queries.ts';

/** Everything of this process, in start order. */
export async function compose(
  config: Config,
  logger: Logger,
  { tracing = NO_TRACING }: { readonly tracing?: Tracing } = {},
): Promise<readonly Service[]> {
  const sealer = createSealer(config.RAGFLEET_MASTER_KEY, config.RAGFLEET_MASTER_KEYS_OLD);
  const metrics = createMetrics(METRICS);
  const chosen = chooseEmbedder(config);
  const stores = await openStores(config, chosen, { logger, metrics });
  const { redis } = stores;
  // Deadlines are the fleet's: what this machine takes for the time must not end a question.
  const clock = createServerClock(redis);
  const answering = await openAnswering(config, { chosen, stores, sealer, metrics, logger, clock, tracing });
  const tenants = createTenants({ redis });
  const answer = createQueryHandler({
    identity: createIdentity({ redis, sealer, tenants, issuers: issuersOf(config), region: config.REGION }),
    answerSettings: createAnswerSettingsStore({ redis, sealer }),
    tenants,
    answerQuestion: answering.answerQuestion,
    ledger: createCostLedger({ redis }),
    cacheStats: answering.cacheStats,
    defaults: handlerDefaults(config),
    metrics,
    logger,
    clock,
  });
  const slots = laneSlots(config);
  metrics.set('workerSlots', {}, slotCount(slots));
  const lanes = createLaneWorkers({
    redisUrl: config.QUEUE_REDIS_URL,
    slots,
    sealer,
    logger,
    clock,
    region: config.REGION,
    onRefused: (lane) => metrics.count('foreignRegionJobs', { queue: queueNameOfLane(lane) }),
    ...plantFailpoints(config, {
      handler: tracedQueries(answer, tracing),
      onEnded: (ended) => recordEnded(metrics, ended),
    }),
  });

  const { HOST: host, OPERATIONS_PORT: port } = config;
  const isReady = (): boolean => redis.status === 'ready';
  const eventLoop = createEventLoopMonitor({ metrics, logger });
  const isLive = (): boolean => eventLoop.isLive() && lanes.isHealthy();
  return [
    tracing.service({ logger, onLost: (reason, spans) => metrics.count('spansLost', { reason }, spans) }),
    eventLoop,
    ...stores.services,
    { name: 'fleet-clock', start: () => clock.start(), stop: async () => clock.stop() },
    ...answering.services,
    { name: 'lanes', start: () => lanes.start(), stop: (graceMs) => lanes.drain(graceMs) },
    createOperationsServer({ host, port, isLive, isReady, metrics }),
  ];
}
