import { WEBHOOK_QUERY_EVENTS } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import type { Sealer } from '@ragfleet/sealing';
import { z } from 'zod';
import { deliveryIdOf } from '../queries/contract.ts';
import type { DeliveryRecord } from './contract.ts';

export const DELIVERY_PURPOSE = 'webhook';

/** The fields of a record's hash, but for the body: a list has no use for it. */
export const DELIVERY_FIELDS = [
  'subjectId',
  'principalId',
  'keyId',
  'event',
  'url',
  'status',
  'createdAtMs',
  'finishedAtMs',
  'reason',
  'attempts',
  'reopenedAtMs',
  'traceparent',
];

const storedAttempts = z.array(
  z.object({
    atMs: z.number(),
    durationMs: z.number(),
    httpStatus: z.number().nullable(),
    error: z.string().nullable(),
  }),
);
const orNull = z.string().transform((text) => (text === '' ? null : text));
const storedRecord = z.object({
  subjectId: z.string(),
  principalId: z.string(),
  keyId: orNull,
  event: z.enum([...WEBHOOK_QUERY_EVENTS, 'ingestion.finished']),
  url: z.string(),
  status: z.enum(['pending', 'delivered', 'dead']),
  createdAtMs: z.coerce.number(),
  finishedAtMs: orNull.transform((text) => (text === null ? null : Number(text))),
  reason: orNull,
  /** Not there until somebody has it sent again. */
  reopenedAtMs: z.coerce.number().nullable(),
  /** Not there where its trace is not recorded. */
  traceparent: z.string().nullable().default(null),
  attempts: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(storedAttempts),
});

type Values = readonly (string | null)[];

/** A record as it is stored, opened; null when there is none. Fault `corrupt` when it cannot be read. */
export function parseDelivery(
  sealer: Sealer,
  tenantId: string,
  deliveryId: string,
  values: Values,
): DeliveryRecord | null {
  if (values[0] === null || values[0] === undefined) return null;
  const fields = Object.fromEntries(DELIVERY_FIELDS.map((field, index) => [field, values[index]]));
  try {
    const stored = storedRecord.parse(fields);
    return { tenantId, deliveryId, ...stored, url: sealer.open(tenantId, DELIVERY_PURPOSE, stored.url) };
  } catch (cause) {
    throw new Fault('corrupt', 'A stored delivery cannot be read.', { cause });
  }
}

/** Every delivery id that a query or an ingestion can have. */
export function deliveryIdsOf(subjectId: string): string[] {
  return [...WEBHOOK_QUERY_EVENTS, 'ingestion.finished' as const].map((event) =>
    deliveryIdOf(subjectId, event),
  );
}
