import { createDegradationLevels, createDegradationWatch, createModelHealth } from '@ragfleet/job-queue';
import type { Clock } from '@ragfleet/kernel';
import { type AnswerPorts, rankOf } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import type { Logger, Service } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';
import type { WorkerMetrics } from './telemetry.ts';

export interface OpenLevels {
  readonly ports: Pick<AnswerPorts, 'degradationLevel' | 'modelHealth'>;
  readonly service: Service;
}

/** The level at which each question is answered, and what the rules that set it learn from the answers. */
export function openLevels(
  config: Config,
  {
    redis,
    metrics,
    logger,
    clock,
  }: {
    readonly redis: Redis;
    readonly metrics: WorkerMetrics;
    readonly logger: Logger;
    /** The fleet's: the rules read what all workers count. */
    readonly clock: Clock;
  },
): OpenLevels {
  const watch = createDegradationWatch({
    levels: createDegradationLevels({ redis }),
    redisUrl: config.QUEUE_REDIS_URL,
    onFleetLevel: (level) => metrics.set('degradationLevel', { scope: 'fleet' }, rankOf(level)),
    onError: (error) => logger.warn({ error }, 'degradation level not read'),
  });
  return {
    ports: {
      degradationLevel: (tenantId) => watch.inForce(tenantId),
      modelHealth: createModelHealth({ redis, clock }),
    },
    service: { name: 'degradation', start: () => watch.start(), stop: () => watch.close() },
  };
}
