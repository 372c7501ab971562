import { WEBHOOK_BODY_LIMIT_BYTES, type WebhookEvent } from '@ragfleet/contracts';
import { z } from 'zod';

/** `data` is a resource of the HTTP contract. `timestamp` is ISO 8601, UTC. */
export interface WebhookMessage {
  readonly type: WebhookEvent;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The bytes of a webhook: whole, or thin on request, or thin with `truncated: true` above 20 kB. */
export function encodeWebhook(message: WebhookMessage, includeResult: boolean): Buffer {
  if (!includeResult) return encode(withoutResult(message));
  const whole = encode(message);
  if (whole.length <= WEBHOOK_BODY_LIMIT_BYTES) return whole;
  const thin = withoutResult(message);
  return encode({ ...thin, data: { ...thin.data, truncated: true } });
}

/** The thin form of bytes that `encodeWebhook` made: the same bytes for the same input, at every attempt. */
export function thinWebhook(body: Buffer): Buffer {
  const message: unknown = JSON.parse(body.toString());
  return isMessage(message) ? encode(withoutResult(message)) : body;
}

const cited = z.object({
  data: z.object({ result: z.object({ citations: z.array(z.object({ namespace: z.string() })) }) }),
});

const cites = z.object({
  data: z.object({ result: z.object({ citations: z.array(z.object({ document_id: z.string() })) }) }),
});

export function citesDocument(body: Buffer, documentId: string): boolean {
  const message = cites.safeParse(JSON.parse(body.toString()));
  return message.success && message.data.data.result.citations.some((one) => one.document_id === documentId);
}

/** The thin form of bytes whose result was removed after the query ended; it says so. */
export function purgedWebhook(body: Buffer): Buffer {
  const message: unknown = JSON.parse(body.toString());
  if (!isMessage(message)) return body;
  const thin = withoutResult(message);
  return encode({ ...thin, data: { ...thin.data, purged: true } });
}

/** The namespaces that a body's result quotes from; none where it has no result. */
export function citedNamespaces(body: Buffer): readonly string[] {
  const message = cited.safeParse(JSON.parse(body.toString()));
  if (!message.success) return [];
  return [...new Set(message.data.data.result.citations.map(({ namespace }) => namespace))];
}

function isMessage(value: unknown): value is WebhookMessage {
  return typeof value === 'object' && value !== null && 'data' in value && typeof value.data === 'object';
}

function withoutResult(message: WebhookMessage): WebhookMessage {
  const { result: _result, ...data } = message.data;
  return { ...message, data };
}

const encode = (message: WebhookMessage): Buffer => Buffer.from(JSON.stringify(message));
