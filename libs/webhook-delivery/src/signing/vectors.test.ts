import {
  FORGED_WEBHOOKS,
  GENUINE_WEBHOOKS,
  VECTOR_SECRET,
  VECTORS_AT_MS,
  WEAK_SECRETS,
  WEBHOOK_VECTORS,
  webhookHeaders,
} from '@ragfleet/test-support';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { signWebhook } from './sign-webhook.ts';
import { verifyWebhook } from './verify-webhook.ts';

beforeEach(() => vi.useFakeTimers({ now: VECTORS_AT_MS }));
afterEach(() => vi.useRealTimers());

describe('the vectors of Standard Webhooks', () => {
  it.each(WEBHOOK_VECTORS)(
    '%s at %d over %j: ours, the reference and the vector are one',
    (id, atSeconds, text, vector) => {
      const [body, timestampMs] = [Buffer.from(text), atSeconds * 1_000];
      const ours = signWebhook({ id, timestampMs, body, secrets: [VECTOR_SECRET] });
      expect(ours).toEqual(webhookHeaders(id, atSeconds, vector));
      expect(new Webhook(VECTOR_SECRET).sign(id, new Date(timestampMs), body)).toBe(vector);
      expect(verifyWebhook({ headers: { ...ours }, body }, [VECTOR_SECRET])).toBe(true);
      const verify = () => new Webhook(VECTOR_SECRET).verify(body, { ...ours }, { jsonParse: false });
      expect(verify).not.toThrow();
    },
  );

  it.each(GENUINE_WEBHOOKS)('accepts $name', ({ webhook: { headers, body }, secrets }) =>
    expect(verifyWebhook({ headers, body: Buffer.from(body) }, secrets)).toBe(true),
  );

  it.each(FORGED_WEBHOOKS)('refuses $name', ({ webhook: { headers, body }, secrets }) =>
    expect(verifyWebhook({ headers, body: Buffer.from(body) }, secrets)).toBe(false),
  );

  it.each(WEAK_SECRETS)('neither signs nor verifies with %j', (secret) => {
    const [{ webhook } = { webhook: { headers: {}, body: '' } }] = GENUINE_WEBHOOKS;
    const body = Buffer.from(webhook.body);
    expect(() => verifyWebhook({ headers: webhook.headers, body }, [secret])).toThrow(/at least 24 bytes/);
    expect(() => signWebhook({ id: 'a', timestampMs: 1, body, secrets: [secret] })).toThrow(
      /at least 24 bytes/,
    );
  });

  it('are at least 5 and 24', () => {
    expect(WEBHOOK_VECTORS.length).toBeGreaterThanOrEqual(5);
    expect(FORGED_WEBHOOKS.length).toBeGreaterThanOrEqual(24);
  });
});
