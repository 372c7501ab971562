import { openAuditLog } from '@ragfleet/audit-log';
import { METRICS } from '@ragfleet/contracts';
import {
  createOutbox,
  createOutboxPump,
  createReadQuery,
  createReconciler,
  type DeliveryWorkerOptions,
  toQueryResource,
} from '@ragfleet/job-queue';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
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
import { observeReconciler } from './observe-reconciler.ts';
import { openDeliveries } from './open-deliveries.ts';
import { openLevelRules } from './open-level-rules.ts';

const START_MS = 10_000;
const RESUMED_AT_ONCE = 100;

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
  const queue = { redisUrl: config.QUEUE_REDIS_URL, sealer, onError };
  const redis = connectRedis({ url: queue.redisUrl, profile: 'fail-fast', name: 'webhook-worker', onError });
  const { audit, service: auditService } = openAuditLog(config, { redis, sealer, metrics, logger });
  const delivery = { redis, sealer, metrics, logger, audit, onError, schedule, tracing };
  const { deliveries, worker } = openDeliveries(config, delivery);

  const publicUrl = config.PUBLIC_URL ?? null;
  const outbox = createOutbox({
    redis,
    deliveries,
    readQuery: createReadQuery({ redis, sealer }),
    toResource: (record) => toQueryResource(record, { place: null, publicUrl }),
    onError,
  });
  const pump = createOutboxPump({ ...queue, outbox });
  const levelRules = openLevelRules(config, { redis, audit, metrics, logger });
  const resume = async (): Promise<void> => {
    await deliveries.resumeRedeliveries(RESUMED_AT_ONCE);
  };
  const reconciler = createReconciler({
    ...queue,
    outbox,
    observer: observeReconciler(metrics, logger),
    duties: [...levelRules, resume],
  });

  const { HOST: host, OPERATIONS_PORT: port } = config;
  const isReady = (): boolean => redis.status === 'ready';
  const eventLoop = createEventLoopMonitor({ metrics, logger });
  const isLive = (): boolean =>
    [pump, reconciler].every((loop) => loop.isLive()) && eventLoop.isLive() && worker.isHealthy();
  return [
    tracing.service({ logger, onLost: (reason, spans) => metrics.count('spansLost', { reason }, spans) }),
    eventLoop,
    { name: 'queue-redis', start: () => whenReady(redis, START_MS), stop: (ms) => closeRedis(redis, ms) },
    { name: 'deliveries', start: () => Promise.resolve(), stop: () => deliveries.close() },
    auditService,
    { name: 'delivery-worker', start: () => worker.start(), stop: (graceMs) => worker.drain(graceMs) },
    { name: 'outbox-pump', start: () => pump.start(), stop: () => pump.stop() },
    { name: 'reconciler', start: () => reconciler.start(), stop: () => reconciler.stop() },
    createOperationsServer({ host, port, isLive, isReady, metrics }),
  ];
}
