/** The terminal events of a query, in the words of the webhook contract. */
export const WEBHOOK_QUERY_EVENTS = [
  'query.succeeded',
  'query.failed',
  'query.canceled',
  'query.expired',
] as const;
export type WebhookQueryEvent = (typeof WEBHOOK_QUERY_EVENTS)[number];

export type WebhookEvent = WebhookQueryEvent | 'ingestion.finished';

/** Bodies above this are sent thin, with `truncated: true`. */
export const WEBHOOK_BODY_LIMIT_BYTES = 20 * 1024;

/** Delay before each attempt, in milliseconds: 0 s, 5 s, 5 m, 30 m, 2 h, 5 h, 10 h, 10 h. */
export const WEBHOOK_SCHEDULE_MS: readonly number[] = [
  0, 5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 36_000_000,
];
