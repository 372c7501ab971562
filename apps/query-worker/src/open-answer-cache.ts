import { createAnswerEntries, createQuestionPopularity, createSingleFlight } from '@ragfleet/answer-cache';
import { createQueryWaker } from '@ragfleet/job-queue';
import type { AnswerCachePorts, SemanticIndex } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { Service } from '@ragfleet/service-runtime';

export interface OpenAnswerCache {
  readonly cache: AnswerCachePorts;
  /** In start order. */
  readonly services: readonly Service[];
}

/** The tiers of the answer cache, and what wakes those who wait for an equal question. */
export function openAnswerCache(options: {
  readonly cacheRedis: Redis;
  readonly queueRedisUrl: string;
  readonly sealer: Sealer;
  readonly semantic: SemanticIndex | null;
}): OpenAnswerCache {
  const { cacheRedis: redis, queueRedisUrl: redisUrl, sealer, semantic } = options;
  const waker = createQueryWaker({ redisUrl });
  return {
    cache: {
      entries: createAnswerEntries({ redis, sealer }),
      semantic,
      flights: createSingleFlight({ redis, wake: (queries) => waker.wake(queries) }),
      popularity: createQuestionPopularity({ redis, sealer }),
    },
    services: [{ name: 'query-waker', start: () => Promise.resolve(), stop: () => waker.close() }],
  };
}
