import { createChannelSubscriber } from '@ragfleet/job-queue';
import type { Redis } from '@ragfleet/redis-connection';
import {
  createFleetBreakers,
  createRetryBudgets,
  type FleetBreakers,
  type PortGuard,
} from '@ragfleet/resilience';
import type { Logger } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';
import type { IngressMetrics } from './http/request-log.ts';

export interface OpenGuard {
  readonly breakers: FleetBreakers;
  /** Somebody waits: a second attempt is made where it is quick. */
  readonly guard: PortGuard;
}

export interface OpenGuardOptions {
  /** Of the queue. */
  readonly redis: Redis;
  readonly metrics: IngressMetrics;
  readonly logger: Logger;
}

const MAX_RETRIES = 1;

/** The fleet's breakers, for all that this process asks of others. */
export function openGuard(config: Config, options: OpenGuardOptions): OpenGuard {
  const news = createChannelSubscriber({ redisUrl: config.QUEUE_REDIS_URL, name: 'ingress-api-breakers' });
  const breakers = createFleetBreakers({ ...options, news });
  return {
    breakers,
    guard: { rules: config, breakers, budgets: createRetryBudgets(), maxRetries: MAX_RETRIES },
  };
}
