import type { MetricDefinition } from './metric-definition.ts';

/** Webhooks. */
export const DELIVERY_METRICS = {
  webhookAttempts: {
    name: 'ragfleet_webhook_attempts_total',
    help: 'Webhook attempts by outcome.',
    kind: 'counter',
    labels: ['tenant', 'outcome'],
  },
  webhookDeadLetters: {
    name: 'ragfleet_webhook_dead_letters_total',
    help: 'Webhooks that were given up, by why: exhausted, gone, endpoint disabled, callback URL not allowed.',
    kind: 'counter',
    labels: ['tenant', 'reason'],
  },
  webhookEndpointsDisabled: {
    name: 'ragfleet_webhook_endpoints_disabled_total',
    help: 'Endpoints that take no more webhooks until somebody enables them, by why: gone, failing for 5 days.',
    kind: 'counter',
    labels: ['tenant', 'reason'],
  },
} as const satisfies Record<string, MetricDefinition>;
