import type { SearchTelemetry } from '@ragfleet/rag-core';
import type { IngressMetrics } from './http/request-log.ts';

/** The steps of a search as histograms; a passage that an index should not have returned is counted. */
export function createSearchTelemetry(metrics: IngressMetrics): SearchTelemetry {
  return {
    span: (step, fromMs, toMs) => metrics.observe('stageSeconds', { stage: step }, (toMs - fromMs) / 1_000),
    foreignPassages: (tenant, by, reason) => metrics.count('foreignPassages', { tenant, reason }, by),
  };
}
