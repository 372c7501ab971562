import { signerOf } from './sign-webhook.ts';

/** A webhook as it arrived: header names in lower case, the body's exact bytes. */
export interface ReceivedWebhook {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

/**
 * True when one of the secrets signed these very bytes, id and timestamp, within 5 minutes of now.
 * Receivers keep the webhook-id of what they handled: delivery is at least once.
 */
export function verifyWebhook({ headers, body }: ReceivedWebhook, secrets: readonly string[]): boolean {
  const signed: Record<string, string> = {};
  for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
    const value = headers[name];
    if (typeof value !== 'string' || value === '') return false;
    signed[name] = value;
  }
  // The library reads "1700000000abc" as a number.
  if (!/^\d{1,12}$/.test(signed['webhook-timestamp'] ?? '')) return false;
  return secrets.some((secret) => isSignedBy(secret, body, signed));
}

function isSignedBy(secret: string, body: Buffer, headers: Record<string, string>): boolean {
  const signer = signerOf(secret);
  try {
    signer.verify(body, headers, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}
