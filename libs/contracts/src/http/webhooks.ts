import { z } from 'zod';
import { WEBHOOK_QUERY_EVENTS } from '../webhooks/events.ts';
import { LIMITS } from './limits.ts';

/** `secret` is the newest; `secrets` are all that verify now, newest first: two during a rotation. */
export const webhookSecretResource = z
  .object({ object: z.literal('webhook_secret'), secret: z.string(), secrets: z.array(z.string()) })
  .meta({ id: 'WebhookSecret' });

export const deliveryStatus = z.enum(['pending', 'delivered', 'dead']);

export const deliveryList = z.strictObject({
  query_id: z.string().max(64).optional(),
  status: deliveryStatus.optional(),
  limit: z.coerce.number().int().min(1).max(LIMITS.listLimit).default(20),
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
