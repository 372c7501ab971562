import { openAuditLog } from '@ragfleet/audit-log';
import { METRICS } from '@ragfleet/contracts';
import type { DeliveryWorkerOptions } from '@ragfleet/job-queue';
import { closeRedis, connectRedis, createServerClock, whenReady } from '@ragfleet/redis-connection';
import { createSealer } from '@ragfleet/sealing';
import {
  createMetrics,
  type Logger,
  NO_TRACING,
  openOperations,
  type Service,
  type Tracing,
} from '@ragfleet/service-runtime';
import type { Config } from './config.ts';
import { loopService } from './loop-service.ts';
import { openDeliveries } from './open-deliveries.ts';
import { openLevelRules } from './open-level-rules.ts';
import { openReconciler } from './open-reconciler.ts';

const START_MS = 10_000;

export interface Extras {
  /** For tests, whose retries are shorter than any of operators. */
  readonly schedule?: DeliveryWorkerOptions['schedule'];
  readonly tracing?: Tracing;
}

/** Everything of this process, in start order. */
export function compose(
  config: Config,
  logger: Logger,
  { schedule = {}, tracing = NO_TRACING }: Extras = {},
): readonly Service[] {
  const sealer = createSealer(config.RAGFLEET_MASTER_KEY, config.RAGFLEET_MASTER_KEYS_OLD);
  const metrics = createMetrics(METRICS);
  const onError = (error: unknown): void => logger.error({ error }, 'background work failed');
  const { QUEUE_REDIS_URL: redisUrl } = config;
  const redis = connectRedis({ url: redisUrl, profile: 'fail-fast', name: 'webhook-worker', onError });
  // Deadlines are the fleet's: what this machine takes for the time must not end a question.
  const clock = createServerClock(redis);
  const { audit, service: auditService } = openAuditLog(config, { redis, sealer, metrics, logger });
  const delivery = { redis, sealer, metrics, logger, audit, onError, clock, schedule, tracing };
  const { deliveries, worker } = openDeliveries(config, delivery);
  const duties = openLevelRules(config, { redis, audit, metrics, logger, clock });
  const { pump, reconciler } = openReconciler(config, { ...delivery, deliveries, duties });

  const operations = openOperations({
    config,
    tracing,
    metrics,
    logger,
    isReady: () => redis.status === 'ready',
    isHealthy: () => [pump, reconciler].every((loop) => loop.isLive()) && worker.isHealthy(),
  });
  return [
    ...operations.watches,
    { name: 'queue-redis', start: () => whenReady(redis, START_MS), stop: (ms) => closeRedis(redis, ms) },
    { name: 'fleet-clock', start: () => clock.start(), stop: async () => clock.stop() },
    { name: 'deliveries', start: () => Promise.resolve(), stop: () => deliveries.close() },
    auditService,
    { name: 'delivery-worker', start: () => worker.start(), stop: (graceMs) => worker.drain(graceMs) },
    loopService('outbox-pump', pump),
    loopService('reconciler', reconciler),
    operations.server,
  ];
}
