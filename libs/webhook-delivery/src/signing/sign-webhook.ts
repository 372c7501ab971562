import { Fault } from '@ragfleet/kernel';
import { Webhook } from 'standardwebhooks';

export interface WebhookHeaders {
  readonly 'webhook-id': string;
  /** Seconds since 1970. */
  readonly 'webhook-timestamp': string;
  /** One signature per secret, separated by spaces. */
  readonly 'webhook-signature': string;
}

export interface SignWebhook {
  readonly id: string;
  readonly timestampMs: number;
  /** UTF-8. */
  readonly body: Buffer;
  /** `whsec_<base64>`, newest first; two during a rotation. */
  readonly secrets: readonly string[];
}

const MIN_SECRET_BYTES = 24;

/** The headers of Standard Webhooks v1. Fault `invalid-input` for an id with a dot, no secret, or a weak one. */
export function signWebhook({ id, timestampMs, body, secrets }: SignWebhook): WebhookHeaders {
  // The signed text is `id.timestamp.body`: a dot in the id would let one message pass for another.
  if (id === '' || id.includes('.')) throw new Fault('invalid-input', 'Use a webhook id without dots.');
  if (secrets.length === 0) throw new Fault('invalid-input', 'Sign with at least one webhook secret.');
  const at = new Date(timestampMs);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(timestampMs / 1_000)),
    'webhook-signature': secrets.map((secret) => signerOf(secret).sign(id, at, body)).join(' '),
  };
}

/** A signer of the well-kept library, after a check that it leaves to its users: the secret's strength. */
export function signerOf(secret: string): Webhook {
  const bytes = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  if (bytes.length < MIN_SECRET_BYTES)
    throw new Fault('invalid-input', `Use a webhook secret of at least ${MIN_SECRET_BYTES} bytes in base64.`);
  return new Webhook(secret);
}
