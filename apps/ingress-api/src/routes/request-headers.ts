import { hash } from 'node:crypto';
import { LIMITS } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { z } from 'zod';

/** The headers of a submission, as the OpenAPI document names them. */
export const submissionHeaders = z.object({
  'Idempotency-Key': z.string().min(1).max(LIMITS.idempotencyKeyCharacters).optional().meta({
    description: 'Remembered for 24 h per tenant and principal. Send the same key to retry safely.',
  }),
});
export const waitHeaders = submissionHeaders.extend({
  Prefer: z.string().optional().meta({
    description: 'wait=N, 1 to 60 s: 200 with the finished query, or 202 when it is not finished by then.',
  }),
});
export const eventHeaders = z.object({
  'Last-Event-ID': z
    .string()
    .optional()
    .meta({ description: 'Resumes after this event; without it the stream replays from the first.' }),
});

const PRINTABLE = /^[\x21-\x7e]+$/;

/** The key, or null when none was sent. Fault `invalid-input` when it cannot be one. */
export function idempotencyKeyOf(header: string | undefined): string | null {
  if (header === undefined) return null;
  if (header.length <= LIMITS.idempotencyKeyCharacters && PRINTABLE.test(header)) return header;
  throw new Fault(
    'invalid-input',
    `An Idempotency-Key has 1-${LIMITS.idempotencyKeyCharacters} printable ASCII characters without spaces.`,
  );
}

/** RFC 7240 `Prefer: wait=N` in seconds, at most 60; 0 when nothing usable is asked for. */
export function waitSecondsOf(header: string | undefined): number {
  const seconds = Number(/(?:^|[,;\s])wait=(\d{1,6})(?:$|[,;\s])/i.exec(header ?? '')?.[1] ?? 0);
  return Math.min(seconds, LIMITS.waitSeconds);
}

/** SHA-256 of the JSON with its keys in order: equal for equal bodies, however they were written. */
export function bodyHashOf(body: unknown): string {
  return hash('sha256', JSON.stringify(body, inKeyOrder));
}

function inKeyOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
