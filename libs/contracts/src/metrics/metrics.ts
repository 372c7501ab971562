import { CACHE_METRICS } from './cache-metrics.ts';
import { DELIVERY_METRICS } from './delivery-metrics.ts';
import { DOCUMENT_METRICS } from './document-metrics.ts';
import { QUERY_METRICS } from './query-metrics.ts';
import { QUEUE_METRICS } from './queue-metrics.ts';
import { SERVICE_METRICS } from './service-metrics.ts';
import type { MetricDefinition } from './metric-definition.ts';

/** Every metric of the fleet, by what it measures. */
export const METRICS = {
  ...QUERY_METRICS,
  ...CACHE_METRICS,
  ...DOCUMENT_METRICS,
  ...DELIVERY_METRICS,
  ...QUEUE_METRICS,
  ...SERVICE_METRICS,
} as const satisfies Record<string, MetricDefinition>;
