import { METRICS } from '@ragfleet/contracts';
import { createIdentity, createWebhookSecrets } from '@ragfleet/identity';
import {
  createDeliveries,
  createDeliveryWorker,
  createOutbox,
  createOutboxPump,
  createReadQuery,
  createReconciler,
  type DeliveryWorkerOptions,
  toQueryResource,
} from '@ragfleet/job-queue';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { createSealer } from '@ragfleet/sealing';
import { createMetrics, createOperationsServer, type Logger, type Service } from '@ragfleet/service-runtime';
import { createWebhookSender, parseAllowHosts } from '@ragfleet/webhook-delivery';
import type { Config } from './config.ts';
import { createDeliver } from './deliver.ts';
import { observeReconciler } from './observe-reconciler.ts';
import { openLevelRules } from './open-level-rules.ts';
import { plantFailpoints } from './plant-failpoints.ts';

const START_MS = 10_000;

/** Everything of this process, in start order. `schedule` shortens the retry schedule in tests. */
export function compose(
  config: Config,
  logger: Logger,
  schedule: DeliveryWorkerOptions['schedule'] = {},
): readonly Service[] {
  const sealer = createSealer(config.RAGFLEET_MASTER_KEY);
  const metrics = createMetrics(METRICS);
  const onError = (error: unknown): void => logger.error({ error }, 'background work failed');
  const queue = { redisUrl: config.QUEUE_REDIS_URL, sealer, onError };
  const redis = connectRedis({ url: queue.redisUrl, profile: 'fail-fast', name: 'webhook-worker', onError });
  const identity = createIdentity({ redis, sealer });
  const secrets = createWebhookSecrets({ redis, sealer });
  const sender = createWebhookSender({
    secretsOf: (tenantId) => secrets.current(tenantId),
    allowHosts: parseAllowHosts(config.WEBHOOK_ALLOW_HOSTS),
    denyCidrs: config.WEBHOOK_DENY_CIDRS,
  });
  const { deliveries, handler } = plantFailpoints(config, {
    deliveries: createDeliveries(queue),
    handler: createDeliver({ sender, metrics, logger }),
  });

  const publicUrl = config.PUBLIC_URL ?? null;
  const outbox = createOutbox({
    redis,
    deliveries,
    readQuery: createReadQuery({ redis, sealer }),
    toResource: (record) => toQueryResource(record, { queuePosition: null, publicUrl }),
    onError,
  });
  const worker = createDeliveryWorker({
    ...queue,
    handler,
    mayReadResult: async (tenantId, keyId) => (await identity.principalOfKey(tenantId, keyId)) !== null,
    concurrency: config.WEBHOOK_CONCURRENCY,
    schedule,
  });
  const pump = createOutboxPump({ ...queue, outbox });
  const rules = openLevelRules(config, { redis, sealer, metrics, logger });
  const reconciler = createReconciler({
    ...queue,
    outbox,
    observer: observeReconciler(metrics, logger),
    duties: rules.duties,
  });

  const { HOST: host, OPERATIONS_PORT: port } = config;
  const isReady = (): boolean => redis.status === 'ready';
  return [
    { name: 'queue-redis', start: () => whenReady(redis, START_MS), stop: (ms) => closeRedis(redis, ms) },
    { name: 'deliveries', start: () => Promise.resolve(), stop: () => deliveries.close() },
    { name: 'delivery-worker', start: () => worker.start(), stop: (graceMs) => worker.drain(graceMs) },
    { name: 'outbox-pump', start: () => pump.start(), stop: () => pump.stop() },
    rules.service,
    { name: 'reconciler', start: () => reconciler.start(), stop: () => reconciler.stop() },
    createOperationsServer({ host, port, isLive: () => true, isReady, metrics }),
  ];
}
