import {
  type CacheAdministration,
  chooseSemanticIndex,
  createAnswerEntries,
  createCacheAdministration,
  createQuestionPopularity,
  createRewritings,
  createSingleFlight,
} from '@ragfleet/answer-cache';
import { createQueryWaker, createWarmQueue } from '@ragfleet/job-queue';
import type { Database } from '@ragfleet/postgres-connection';
import { type AnswerCachePorts, cacheCommandMs } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { Logger, Service } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';
import { openKeyTracking } from './open-key-tracking.ts';
import type { WorkerMetrics } from './telemetry.ts';

export interface OpenAnswerCache {
  readonly cache: AnswerCachePorts;
  readonly stats: CacheAdministration;
  /** In start order. */
  readonly services: readonly Service[];
}

interface CacheStores {
  readonly cacheRedis: Redis;
  readonly database: Database;
  readonly sealer: Sealer;
  readonly logger: Logger;
  readonly metrics: Pick<WorkerMetrics, 'count'>;
}

/** The tiers of the answer cache, what wakes those who wait for an equal question, and what has entries written anew. */
export async function openAnswerCache(config: Config, stores: CacheStores): Promise<OpenAnswerCache> {
  const { cacheRedis: redis, database, sealer, logger, metrics } = stores;
  const redisUrl = config.QUEUE_REDIS_URL;
  const waker = createQueryWaker({ redisUrl });
  const warmQueue = createWarmQueue({ redisUrl, sealer });
  const semantic = await chooseSemanticIndex(config, {
    redis,
    database,
    onChosen: ({ index, reason }) => logger.info({ index: index?.name ?? 'off', reason }, 'semantic index'),
  });
  const tracking = openKeyTracking(config, logger);
  return {
    cache: {
      entries: createAnswerEntries({
        redis,
        sealer,
        tracking,
        onRead: (source) => metrics.count('cacheReads', { source }),
      }),
      semantic,
      flights: createSingleFlight({
        redis,
        wake: (queries) => waker.wake(queries),
        timeoutMs: cacheCommandMs(config.CACHE_BUDGET_MS),
      }),
      rewritings: createRewritings({ redis, sealer }),
      popularity: createQuestionPopularity({ redis, sealer }),
      refreshes: { request: (asked) => warmQueue.request(asked) },
    },
    stats: createCacheAdministration({ redis, sealer, semanticIndex: semantic }),
    services: [
      { name: 'query-waker', start: () => Promise.resolve(), stop: () => waker.close() },
      { name: 'warm-queue', start: () => Promise.resolve(), stop: () => warmQueue.close() },
      {
        name: 'near-cache',
        start: async () => tracking?.start(),
        stop: async () => tracking?.stop(),
      },
    ],
  };
}
