import { localError } from './problem.ts';
import type { WebhookEvent } from './resources/webhook.ts';
import { trustJson } from './transport/trust-json.ts';

/** A webhook as it arrived: the exact bytes of its body, not what a framework made of them. */
export interface ReceivedWebhook {
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string | Uint8Array;
}

type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

const TOLERANCE_SECONDS = 300;
const MIN_SECRET_BYTES = 24;
/** Two stand in it during a rotation. */
const MAX_SIGNATURES = 16;

/**
 * The event of a webhook that one of the secrets signed (`whsec_…`; hold both during a rotation), within 5 minutes of
 * now. RagfleetError `bad-signature` for anything else: answer it with 401 and do nothing. Deliveries may come twice:
 * keep the `webhook-id` of what you have handled.
 */
export async function unwrapWebhook(
  received: ReceivedWebhook,
  secrets: string | readonly string[],
): Promise<WebhookEvent> {
  const headerOf = (name: string): string => requiredHeader(received.headers, name);
  const [id, timestamp] = [headerOf('webhook-id'), headerOf('webhook-timestamp')];
  const signatures = headerOf('webhook-signature').split(' ').slice(0, MAX_SIGNATURES);
  if (!/^\d{1,12}$/.test(timestamp)) throw refusal('its time is no number of seconds');
  if (Math.abs(Date.now() / 1_000 - Number(timestamp)) > TOLERANCE_SECONDS)
    throw refusal('it is older or newer than 5 minutes');
  const bytes = typeof received.body === 'string' ? new TextEncoder().encode(received.body) : received.body;
  const content = joined(new TextEncoder().encode(`${id}.${timestamp}.`), bytes);
  const keys = await Promise.all([secrets].flat().map(importSecret));
  for (const signature of signatures)
    for (const key of keys) if (await isSigned(key, signature, content)) return eventOf(bytes);
  throw refusal('no signature of it holds');
}

function requiredHeader(headers: ReceivedWebhook['headers'], name: string): string {
  const value =
    headers instanceof Headers
      ? headers.get(name)
      : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  if (typeof value === 'string' && value !== '') return value;
  throw refusal(`it has no ${name}`);
}

function importSecret(secret: string): Promise<Key> {
  const bytes = bytesOfBase64(secret.replace(/^whsec_/, ''));
  if (bytes === null || bytes.length < MIN_SECRET_BYTES) {
    const detail = 'Use the secret as the fleet shows it: whsec_ and at least 24 bytes in base64.';
    throw localError('bad-secret', 'The webhook secret cannot be used', detail);
  }
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}

async function isSigned(key: Key, signature: string, content: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const code = signature.startsWith('v1,') ? bytesOfBase64(signature.slice('v1,'.length)) : null;
  // In constant time, and false for a code of another length.
  return code !== null && (await crypto.subtle.verify('HMAC', key, code, content));
}

function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function eventOf(bytes: Uint8Array): WebhookEvent {
  try {
    return trustJson<WebhookEvent>(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw localError('bad-webhook', 'The webhook cannot be read', 'Its body is no JSON.', cause);
  }
}

const refusal = (reason: string) =>
  localError('bad-signature', 'The webhook is not accepted', `Answer with 401 and do nothing: ${reason}.`);
