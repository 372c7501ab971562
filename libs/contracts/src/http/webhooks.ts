import { z } from 'zod';
import { WEBHOOK_QUERY_EVENTS } from '../webhooks/events.ts';
import { LIMITS } from './limits.ts';
import { isPeriod, periodBound } from './periods.ts';

/** `secret` is the newest; `secrets` are all that verify now, newest first: two during a rotation. */
export const webhookSecretResource = z
  .object({ object: z.literal('webhook_secret'), secret: z.string(), secrets: z.array(z.string()) })
  .meta({ id: 'WebhookSecret' });

export const deliveryStatus = z.enum(['pending', 'delivered', 'dead']);

export const deliveryList = z.strictObject({
  query_id: z.string().max(64).optional(),
  status: deliveryStatus.optional(),
  limit: z.coerce.number().int().min(1).max(LIMITS.listLimit).default(20),
  starting_after: z
    .string()
    .regex(/^wh-[\w-]{1,160}$/, 'Use the id of a webhook.')
    .optional(),
});

export const deliveryResource = z
  .object({
    id: z.string(),
    object: z.literal('webhook_delivery'),
    /** The query or the ingestion that it speaks of. */
    subject_id: z.string(),
    query_id: z.string().nullable(),
    event: z.enum([...WEBHOOK_QUERY_EVENTS, 'ingestion.finished']),
    url: z.string(),
    status: deliveryStatus,
    reason: z.string().nullable(),
    created_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
    attempts: z.array(
      z.object({
        at: z.iso.datetime(),
        duration_ms: z.number(),
        http_status: z.int().nullable(),
        error: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'WebhookDelivery' });
export type DeliveryResource = z.output<typeof deliveryResource>;

export const redeliverySubmission = z
  .strictObject({
    /** Those that were given up, or those that arrived. What is pending is sent anyway. */
    status: z.enum(['dead', 'delivered']).default('dead'),
    /** Of their creation, both included. */
    from: periodBound.optional(),
    to: periodBound.optional(),
    limit: z.int().min(1).max(LIMITS.redeliveries).default(100),
  })
  .refine(isPeriod, {
    path: ['to'],
    message: 'Let the range end after it begins.',
  })
  .meta({ id: 'RedeliverySubmission' });

export const redeliveryResource = z
  .object({
    object: z.literal('webhook_redelivery'),
    count: z.int(),
    /** Where the rest of the range begins; null when all of it was looked at. */
    next_from: z.iso.datetime().nullable(),
  })
  .meta({ id: 'WebhookRedelivery' });
export type RedeliveryResource = z.output<typeof redeliveryResource>;

const endpointStatus = z.enum(['enabled', 'disabled']);

export const endpointList = z.strictObject({
  status: endpointStatus.optional(),
  limit: z.coerce.number().int().min(1).max(LIMITS.webhookEndpoints).default(20),
  starting_after: z
    .string()
    .regex(/^we_[0-9a-f]{32}$/, 'Use the id of an endpoint.')
    .optional(),
});

/** A callback URL that webhooks go to, and how it does. */
export const endpointResource = z
  .object({
    id: z.string(),
    object: z.literal('webhook_endpoint'),
    url: z.string(),
    status: endpointStatus,
    disabled_reason: z.string().nullable(),
    disabled_at: z.iso.datetime().nullable(),
    /** Attempts that failed since the last one that did not, and when the first of them was. */
    consecutive_failures: z.int(),
    failing_since: z.iso.datetime().nullable(),
    last_success_at: z.iso.datetime().nullable(),
    /** null when the last attempt got no status. */
    last_http_status: z.int().nullable(),
    last_error: z.string().nullable(),
    last_used_at: z.iso.datetime(),
  })
  .meta({ id: 'WebhookEndpoint' });
export type EndpointResource = z.output<typeof endpointResource>;
