import type { ReconcilerObserver } from '@ragfleet/job-queue';
import type { Logger, Metrics } from '@ragfleet/service-runtime';

type ReconcilerMetrics = Pick<
  Metrics<'reconcilerActions' | 'queueDepth' | 'oldestOpenSeconds' | 'queueDataLosses'>,
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
    dataLost: () => {
      metrics.count('queueDataLosses', {});
      logger.error({}, 'queue redis has lost its data');
    },
  };
}
