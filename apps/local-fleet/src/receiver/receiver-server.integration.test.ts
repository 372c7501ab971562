import { signWebhook } from '@ragfleet/webhook-delivery';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createReceiverServer } from './receiver-server.ts';

const secret = `whsec_${randomBytes(32).toString('base64')}`;
let receiver: ReturnType<typeof createReceiverServer>;
let url: string;

beforeEach(async () => {
  receiver = createReceiverServer({ host: '127.0.0.1', port: 0, secrets: [secret] });
  await receiver.start();
  url = `http://127.0.0.1:${receiver.port()}/webhooks`;
});
afterEach(() => receiver.stop(1_000));

const deliver = async (body: string, secrets = [secret]): Promise<number> => {
  const headers = signWebhook({ id: 'wh-1', timestampMs: Date.now(), body: Buffer.from(body), secrets });
  return (await fetch(url, { method: 'POST', body, headers: { ...headers } })).status;
};
const list = async (): Promise<unknown> => (await fetch(url)).json();

test('accepts and lists what is signed with a known secret', async () => {
  expect(await deliver('{"type":"query.succeeded"}')).toBe(204);
  expect(await list()).toMatchObject({
    data: [{ webhook_id: 'wh-1', verified: true, body: { type: 'query.succeeded' } }],
  });
});

test('refuses a foreign signature and shows nothing of its body', async () => {
  expect(await deliver('{"type":"x"}', [`whsec_${randomBytes(32).toString('base64')}`])).toBe(401);
  expect(await list()).toMatchObject({ data: [{ verified: false, body: null }] });
});

test('refuses a body that is too large and keeps a thousand deliveries at most', async () => {
  const status = await deliver(JSON.stringify('x'.repeat(70_000))).catch(() => 413);
  expect(status).toBe(413);
  for (let sent = 0; sent < 1_005; sent += 1) await deliver(`{"number":${sent}}`);
  const { data } = (await list()) as { data: Array<{ body: { number: number } }> };
  expect(data).toHaveLength(1_000);
  expect(data.at(-1)?.body.number).toBe(1_004);
});
