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
import { createClient } from './create-client.ts';
import { unwrapWebhook } from './unwrap-webhook.ts';

beforeEach(() => vi.useFakeTimers({ now: VECTORS_AT_MS }));
afterEach(() => vi.useRealTimers());

describe('unwrapWebhook', () => {
  it.each(WEBHOOK_VECTORS.filter(([, , body]) => body !== ''))(
    'opens the vector %s at %d over %j',
    async (id, atSeconds, body, signature) => {
      const received = { headers: webhookHeaders(id, atSeconds, signature), body };
      expect(await unwrapWebhook(received, VECTOR_SECRET)).toEqual(JSON.parse(body));
    },
  );

  it('says of the vector without a body that it is signed and cannot be read', async () => {
    const [id, atSeconds, body, signature] = WEBHOOK_VECTORS[0] ?? ['', 0, 'none', ''];
    const received = { headers: webhookHeaders(id, atSeconds, signature), body };
    await expect(unwrapWebhook(received, VECTOR_SECRET)).rejects.toMatchObject({ kind: 'bad-webhook' });
  });

  it.each(GENUINE_WEBHOOKS)('accepts $name', async ({ webhook, secrets }) => {
    expect(await unwrapWebhook(webhook, secrets)).toEqual(JSON.parse(webhook.body));
  });

  it.each(FORGED_WEBHOOKS)('refuses $name', async ({ webhook, secrets }) => {
    await expect(unwrapWebhook(webhook, secrets)).rejects.toMatchObject({ kind: 'bad-signature' });
  });

  it.each(WEAK_SECRETS)('refuses to work with the secret %j', async (secret) => {
    const [{ webhook } = { webhook: { headers: {}, body: '' } }] = GENUINE_WEBHOOKS;
    await expect(unwrapWebhook(webhook, secret)).rejects.toMatchObject({ kind: 'bad-secret' });
  });

  it('opens what the reference library signs, from a Request and from bytes', async () => {
    const body = '{"type":"query.succeeded","timestamp":"2023-11-14T22:13:20Z","data":{"id":"q_ü"}}';
    const signature = new Webhook(VECTOR_SECRET).sign('wh-1', new Date(VECTORS_AT_MS), body);
    const headers = webhookHeaders('wh-1', VECTORS_AT_MS / 1_000, signature);
    const request = new Request('http://receiver.test/', { method: 'POST', headers, body });
    const received = { headers: request.headers, body: await request.bytes() };
    const { webhooks } = createClient({ url: 'http://fleet.test', apiKey: 'unused' });
    expect(await webhooks.unwrap(received, VECTOR_SECRET)).toMatchObject({ type: 'query.succeeded' });
  });
});
