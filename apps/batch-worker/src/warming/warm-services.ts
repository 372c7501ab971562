import { createAnswerEntries, createQuestionPopularity } from '@ragfleet/answer-cache';
import { createTenants, createWarmPrincipals } from '@ragfleet/identity';
import { createQueryService, createWarmBudget, createWarmQueue, createWarmWorker } from '@ragfleet/job-queue';
import { type Clock, HOUR_MS } from '@ragfleet/kernel';
import { createWarmCache } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { Logger, Metrics, Service } from '@ragfleet/service-runtime';
import type { Config } from '../config.ts';
import { createTenantGate } from '../tenant-gate.ts';
import { createAskAsQuery } from './ask-as-query.ts';
import { createWarmHandler } from './warm-handler.ts';
import { createWarmSchedules } from './warm-schedules.ts';
import type { ServiceGroup } from '../service-group.ts';

export interface WarmServicesOptions {
  readonly config: Config;
  /** Of the queue. */
  readonly redis: Redis;
  /** The fleet's. */
  readonly clock: Clock;
  readonly cacheRedis: Redis;
  readonly sealer: Sealer;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly onError: (error: unknown) => void;
}

/** What has answers ready before people ask, in start order. */
export function createWarmServices(options: WarmServicesOptions): ServiceGroup {
  const { config, redis, clock, cacheRedis, sealer, metrics, logger, onError } = options;
  const { QUEUE_REDIS_URL: redisUrl } = config;
  const queue = createWarmQueue({ redisUrl, sealer, clock });
  const tenants = createTenants({ redis });
  const limitsOf = async (tenantId: string) => (await tenants.recent(tenantId))?.limits ?? null;
  const queryService = createQueryService({ redisUrl, sealer, clock, limitsOf, region: config.REGION });
  const principals = createWarmPrincipals({ redis, sealer });
  const warmCache = createWarmCache({
    popularity: createQuestionPopularity({ redis: cacheRedis, sealer }),
    principalFor: (access) => principals.principalFor(access),
    asker: createAskAsQuery({
      queryService,
      entries: createAnswerEntries({ redis: cacheRedis, sealer }),
      ttlMs: config.CACHE_TTL_HOURS * HOUR_MS,
      clock,
    }),
    budget: createWarmBudget({ redis, clock, limitUsd: config.WARM_BUDGET_USD }),
    nextRunAtMs: (tenantId) => queue.nextRunAtMs(tenantId),
    clock,
    logger,
  });
  const popular = { questions: config.WARM_TOP_N, minPeople: config.WARM_MIN_PEOPLE };
  const handler = createWarmHandler({ warmCache, popular, metrics, logger, clock });
  const worker = createWarmWorker({
    redisUrl,
    sealer,
    handler,
    clock,
    tenantGate: createTenantGate('warm', { config, tenants, metrics, logger }),
    onError,
  });
  const services: readonly Service[] = [
    { name: 'warm-queue', start: () => Promise.resolve(), stop: () => queue.close() },
    { name: 'warm-queries', start: () => Promise.resolve(), stop: () => queryService.close() },
    { name: 'warm-worker', start: () => worker.start(), stop: (graceMs) => worker.drain(graceMs) },
    createWarmSchedules({ config, tenants, queue, onError }),
  ];
  return { services, isHealthy: () => worker.isHealthy() };
}
