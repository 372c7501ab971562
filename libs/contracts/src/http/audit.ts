import { AUDIT_EVENT_TYPES } from '@ragfleet/kernel';
import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { isPeriod, periodBound } from './periods.ts';

export const auditEventType = z.enum(AUDIT_EVENT_TYPES);

/** `type` may be there more than once. */
export const auditList = z
  .strictObject({
    user_id: z.string().min(1).max(256).optional(),
    type: z
      .union([
        auditEventType.transform((type) => [type]),
        z.array(auditEventType).min(1).max(AUDIT_EVENT_TYPES.length),
      ])
      .optional()
      .meta({ description: 'one kind or several: `type=error&type=access_denied`' }),
    from: periodBound.optional(),
    to: periodBound.optional(),
    limit: z.coerce.number().int().min(1).max(LIMITS.auditEvents).default(50),
    starting_after: z
      .string()
      .regex(/^evt_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'Use the id of an event.')
      .optional(),
  })
  .refine(isPeriod, {
    path: ['to'],
    message: 'Let the period end after it begins.',
  });

const covers = z.enum(['fleet', 'machine']).meta({
  description: 'machine: lines that other machines wrote are kept there, and are not in this reply',
});

/** One event. It holds no word of a question or an answer. */
export const auditEvent = z
  .object({
    event_id: z.string(),
    object: z.literal('audit_event'),
    event_type: auditEventType,
    timestamp: z.iso.datetime(),
    tenant: z.string(),
    user_id: z.string().meta({ description: 'who; `erased:…` when that person’s data was erased' }),
    session_id: z.string(),
    query_hash: z
      .string()
      .meta({ description: 'of the question, keyed by tenant: the same for the same question' }),
    metadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
  })
  .meta({ id: 'AuditEvent' });
export type AuditEventResource = z.output<typeof auditEvent>;

export const auditEvents = z
  .object({ object: z.literal('list'), data: z.array(auditEvent), has_more: z.boolean(), covers })
  .meta({ id: 'AuditEvents' });

/** `events` are the caller's own; every chain is walked whoever asks. */
export const auditVerification = z
  .object({
    object: z.literal('audit_verification'),
    valid: z.boolean(),
    events: z.int(),
    broken_at: z
      .string()
      .nullable()
      .meta({ description: 'the event, or the place, from which on a chain does not hold' }),
    torn_at: z
      .array(z.string())
      .meta({ description: 'where a process died while it wrote: its chain holds' }),
    covers,
  })
  .meta({ id: 'AuditVerification' });
