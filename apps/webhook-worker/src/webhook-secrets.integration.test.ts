import { createWebhookSecrets } from '@ragfleet/identity';
import { verifyWebhook } from '@ragfleet/webhook-delivery';
import { describe, expect, it } from 'vitest';
import { answer, openWorkerStage, type Received } from './worker-stage.fixture.ts';

const HOUR_MS = 3_600_000;
const stage = await openWorkerStage();
const { sealer, startWorker, receiver, submit, succeed, until } = stage;
const { redis } = stage.redisServer;

/** The secrets of the tenant as somebody sees them whose clock is late by so much. */
const secretsLateBy = (ms: number) =>
  createWebhookSecrets({ redis, sealer, clock: { nowMs: () => Date.now() - ms, monotonicMs: () => 0 } });

async function deliver(): Promise<Received> {
  await startWorker();
  const { url, received } = await receiver(answer(204));
  const queryId = await submit(url);
  await succeed(queryId);
  await until(queryId, 'delivered');
  const [webhook] = received;
  if (webhook === undefined) throw new Error('Nothing arrived.');
  return webhook;
}
const signatures = ({ headers }: Received): string[] => String(headers['webhook-signature']).split(' ');
const isSignedBy = (webhook: Received, secret: string): boolean => verifyWebhook(webhook, [secret]);

describe('the signature of a webhook', () => {
  it('is made by the new and the old secret during a rotation', async () => {
    const secrets = await secretsLateBy(0).rotate('acme');
    const webhook = await deliver();
    expect(secrets).toHaveLength(2);
    expect(secrets.map((secret) => isSignedBy(webhook, secret))).toEqual([true, true]);
    expect(signatures(webhook)).toHaveLength(2);
  });

  it('is made by the newest two after two rotations in a row', async () => {
    const secrets = secretsLateBy(0);
    const [first = ''] = await secrets.current('acme');
    const [second = ''] = await secrets.rotate('acme');
    const [third = ''] = await secrets.rotate('acme');
    const webhook = await deliver();
    expect([third, second, first].map((secret) => isSignedBy(webhook, secret))).toEqual([true, true, false]);
  });

  it('is made by the new secret alone when the old one has had its day', async () => {
    const [old = ''] = await secretsLateBy(0).current('acme');
    const [fresh = ''] = await secretsLateBy(25 * HOUR_MS).rotate('acme');
    const webhook = await deliver();
    expect([isSignedBy(webhook, fresh), isSignedBy(webhook, old)]).toEqual([true, false]);
    expect(signatures(webhook)).toHaveLength(1);
  });
});
