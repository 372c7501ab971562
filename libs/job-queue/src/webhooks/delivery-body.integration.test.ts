import { systemClock } from '@ragfleet/kernel';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import { createPurgeDocument } from '../erasures/purge-document.ts';
import type { NewDelivery } from './contract.ts';
import { DELIVERY_PURPOSE } from './delivery-record.ts';
import { createDeliveryReads } from './delivery-reads.ts';
import { deliveryOf } from './delivery-stage.fixture.ts';
import { createDeliveryWrites } from './delivery-writes.ts';

const sealer = createSealer(Buffer.alloc(32, 7).toString('base64'));
const { redis } = await openTestRedis();
const reads = createDeliveryReads(redis, sealer);
const writes = createDeliveryWrites(redis, sealer, systemClock);
const attempt = { atMs: Date.now(), durationMs: 1, httpStatus: 200, error: null };
const quotes = Array.from({ length: 20 }, (_, at) => `A member of staff has ${at} days of leave a year.`);
const result = { answer: quotes.join(' '), citations: [{ document_id: 'leave', namespace: 'hr' }] };
const BODY = Buffer.from(JSON.stringify({ type: 'query.succeeded', data: { id: 'q', result } }));

const sealedOf = async ({ tenantId, deliveryId }: NewDelivery): Promise<string> =>
  (await redis.hget(`rf:${tenantId}:delivery:${deliveryId}`, 'body')) ?? '';
const bytesOf = async ({ tenantId, deliveryId }: NewDelivery): Promise<Buffer | null> =>
  (await reads.whole(tenantId, deliveryId))?.openBody() ?? null;

/** As a worker does it, with what came between its look at the record and the arrival. */
async function deliver(delivery: NewDelivery, meanwhile = async (): Promise<unknown> => null): Promise<void> {
  await writes.create(delivery, BODY);
  const kept = await reads.whole(delivery.tenantId, delivery.deliveryId);
  await meanwhile();
  await writes.deliver(delivery, { endpointId: 'we_1', attempt, body: kept?.compactBody(BODY) ?? null });
}

const purge = (tenantId: string) =>
  createPurgeDocument({ redis, sealer })({
    tenantId,
    documentId: 'leave',
    signal: new AbortController().signal,
  });

it('what arrived is kept in less than half of its bytes, and read as the same', async () => {
  const delivery = deliveryOf('q_arrived');
  await deliver(delivery);
  expect((await sealedOf(delivery)).length).toBeLessThan(BODY.length / 2);
  expect(await bytesOf(delivery)).toEqual(BODY);
});

it('what is still to be sent is kept as every release reads it', async () => {
  const delivery = deliveryOf('q_waits');
  await writes.create(delivery, BODY);
  expect(sealer.open('acme', DELIVERY_PURPOSE, await sealedOf(delivery))).toBe(BODY.toString());
});

it('so is what an earlier release would send again without a look into it', async () => {
  const delivery = { ...deliveryOf('q_keyless'), keyId: null };
  await deliver(delivery);
  expect(sealer.open('acme', DELIVERY_PURPOSE, await sealedOf(delivery))).toBe(BODY.toString());
});

it('an earlier release cannot take it for a message', async () => {
  const delivery = deliveryOf('q_older');
  await deliver(delivery);
  const taken = sealer.open('acme', DELIVERY_PURPOSE, await sealedOf(delivery));
  expect(() => void JSON.parse(taken)).toThrow(SyntaxError);
});

it('loses what cites a purged document, before and after it has arrived', async () => {
  const [before, after] = [deliveryOf('q_before'), deliveryOf('q_after')];
  const tenantId = 'purged';
  await deliver({ ...before, tenantId }, () => purge(tenantId));
  await deliver({ ...after, tenantId });
  expect(await purge(tenantId)).toMatchObject({ deliveries: 1 });
  for (const delivery of [before, after])
    expect(JSON.parse(String(await bytesOf({ ...delivery, tenantId })))).toEqual({
      type: 'query.succeeded',
      data: { id: 'q', purged: true },
    });
});
