import type { METRICS } from '@ragfleet/contracts';
import {
  createIdentity,
  createTenants,
  createWebhookSecrets,
  isServedIn,
  issuersOf,
} from '@ragfleet/identity';
import {
  createDeliveries,
  createDeliveryWorker,
  type Deliveries,
  type DeliveryWorker,
  type DeliveryWorkerOptions,
} from '@ragfleet/job-queue';
import type { Clock } from '@ragfleet/kernel';
import type { AuditLog } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { Logger, Metrics, Tracing } from '@ragfleet/service-runtime';
import { createWebhookSender, parseAllowHosts } from '@ragfleet/webhook-delivery';
import type { Config } from './config.ts';
import { createDeliver } from './deliver.ts';
import { createMayReadResult } from './may-read-result.ts';
import { observeDeliveries } from './observe-deliveries.ts';
import { plantFailpoints } from './plant-failpoints.ts';

export interface OpenDeliveriesPorts {
  readonly redis: Redis;
  readonly sealer: Sealer;
  readonly metrics: Metrics<keyof typeof METRICS>;
  readonly logger: Logger;
  readonly audit: AuditLog;
  readonly onError: (error: unknown) => void;
  /** The fleet's. */
  readonly clock: Clock;
  readonly schedule: DeliveryWorkerOptions['schedule'];
  readonly tracing: Tracing;
}

export interface OpenDeliveries {
  readonly deliveries: Deliveries;
  readonly worker: DeliveryWorker;
}

/** What is kept, signed and sent, and who is told of it. */
export function openDeliveries(config: Config, ports: OpenDeliveriesPorts): OpenDeliveries {
  const { redis, sealer, metrics, logger, audit, onError, clock, tracing, schedule = {} } = ports;
  const secrets = createWebhookSecrets({ redis, sealer });
  const tenants = createTenants({ redis });
  const sender = createWebhookSender({
    secretsOf: (tenantId) => secrets.recent(tenantId),
    allowHosts: parseAllowHosts(config.WEBHOOK_ALLOW_HOSTS),
    denyCidrs: config.WEBHOOK_DENY_CIDRS,
  });
  const queue = { redisUrl: config.QUEUE_REDIS_URL, sealer, onError, clock };
  const { deliveries, handler } = plantFailpoints(config, {
    deliveries: createDeliveries(queue),
    handler: createDeliver({ sender, metrics, logger, tracing }),
  });
  const worker = createDeliveryWorker({
    ...queue,
    schedule: { delaysMs: config.WEBHOOK_RETRY_SECONDS.map((seconds) => seconds * 1_000), ...schedule },
    handler,
    mayReadResult: createMayReadResult({
      identity: createIdentity({ redis, sealer, tenants, issuers: issuersOf(config), region: config.REGION }),
      tenants,
    }),
    tenantGate: {
      isServed: async (tenantId) => isServedIn(await tenants.recent(tenantId), config.REGION ?? null),
      onRefused: (tenantId) => {
        metrics.count('foreignRegionJobs', { queue: 'webhooks' });
        logger.error(
          { tenant: tenantId },
          'refused a job of another region: it waits for a worker of its own',
        );
      },
    },
    observer: observeDeliveries({ metrics, logger, audit }),
    concurrency: config.WEBHOOK_CONCURRENCY,
  });
  return { deliveries, worker };
}
