import { toFault } from '@ragfleet/kernel';
import type { SearchTelemetry } from '@ragfleet/rag-core';
import type { Tracing } from '@ragfleet/service-runtime';
import type { IngressMetrics } from './http/request-log.ts';

/** The steps of a search as histograms, and as spans of its request; a passage that an index should not have returned is counted. */
export function createSearchTelemetry(
  metrics: IngressMetrics,
  tracing: Pick<Tracing, 'current'>,
): SearchTelemetry {
  return {
    span: (step, fromMs, toMs, failed) => {
      metrics.observe('stageSeconds', { stage: step }, (toMs - fromMs) / 1_000);
      const failure = failed === undefined ? null : toFault(failed.error).kind;
      tracing.current()?.tell({ name: step, kind: 'internal', fromMs, toMs, failure });
    },
    foreignPassages: (tenant, by, reason) => metrics.count('foreignPassages', { tenant, reason }, by),
  };
}
