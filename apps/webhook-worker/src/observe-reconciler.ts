import type { ReconcilerObserver } from '@ragfleet/job-queue';
import { LANES } from '@ragfleet/kernel';
import type { Logger, Metrics } from '@ragfleet/service-runtime';

type ReconcilerMetrics = Pick<
  Metrics<
    | 'reconcilerActions'
    | 'queueDepth'
    | 'oldestOpenSeconds'
    | 'queueDataLosses'
    | 'laneWaitSeconds'
    | 'outboxOldestSeconds'
    | 'queueMemoryUsed'
    | 'fleetMeasured'
  >,
  'count' | 'set'
>;

/** What the reconciler saw and did, as metrics; what it had to put right also as a line in the log. */
export function observeReconciler(
  metrics: ReconcilerMetrics,
  logger: Pick<Logger, 'info' | 'error'>,
): ReconcilerObserver {
  return {
    acted: (action, count) => {
      metrics.count('reconcilerActions', { action }, count);
      logger.info({ action, count }, 'reconciler acted');
    },
    queueDepth: (queue, state, jobs) => metrics.set('queueDepth', { queue, state }, jobs),
    overdueSeconds: (seconds) => metrics.set('oldestOpenSeconds', {}, seconds),
    measured: ({ atMs, laneWaitMs, outboxOldestMs, memoryUsedPart }) => {
      for (const lane of LANES) metrics.set('laneWaitSeconds', { lane }, laneWaitMs[lane] / 1_000);
      metrics.set('outboxOldestSeconds', {}, outboxOldestMs / 1_000);
      metrics.set('queueMemoryUsed', {}, memoryUsedPart);
      metrics.set('fleetMeasured', {}, atMs / 1_000);
    },
    dataLost: () => {
      metrics.count('queueDataLosses', {});
      logger.error({}, 'queue redis has lost its data');
    },
  };
}
