import { queueNameOfLane } from '@ragfleet/contracts';
import { createLaneWorkers, type QueryHandler } from '@ragfleet/job-queue';
import type { Clock } from '@ragfleet/kernel';
import type { Sealer } from '@ragfleet/sealing';
import type { Logger, Tracing } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';
import { plantFailpoints } from './plant-failpoints.ts';
import { laneSlots, slotCount } from './settings.ts';
import { recordEnded, type WorkerMetrics } from './telemetry.ts';
import { tracedQueries } from './tracing/trace-queries.ts';

export interface OpenLanesOptions {
  readonly answer: QueryHandler;
  readonly sealer: Sealer;
  readonly metrics: WorkerMetrics;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly tracing: Tracing;
}

/** The workers of the three lanes: each run is traced, and its end is counted. */
export function openLanes(
  config: Config,
  { answer, sealer, metrics, logger, clock, tracing }: OpenLanesOptions,
): ReturnType<typeof createLaneWorkers> {
  const slots = laneSlots(config);
  metrics.set('workerSlots', {}, slotCount(slots));
  return createLaneWorkers({
    redisUrl: config.QUEUE_REDIS_URL,
    slots,
    sealer,
    logger,
    clock,
    region: config.REGION,
    publicUrl: config.PUBLIC_URL,
    onRefused: (lane) => metrics.count('foreignRegionJobs', { queue: queueNameOfLane(lane) }),
    ...plantFailpoints(config, {
      handler: tracedQueries(answer, tracing),
      onEnded: (ended) => recordEnded(metrics, ended),
    }),
  });
}
