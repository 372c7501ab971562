import { expect, it } from 'vitest';
import { answer, openWorkerStage } from './worker-stage.fixture.ts';

const stage = await openWorkerStage();
const { redis } = stage.redisServer;

it('ends a redelivery that a process left in the middle', async () => {
  const { url, received } = await stage.receiver(answer(200));
  const [subjectId, deliveryId] = ['q_left', 'wh-q_left-query-failed'];
  const delivery = { tenantId: 'acme', deliveryId, subjectId, principalId: 'ann', keyId: null, url } as const;
  await stage.deliveries.create({ ...delivery, event: 'query.failed' }, Buffer.from('{"data":{}}'));
  await redis.hset(`rf:acme:delivery:${deliveryId}`, 'status', 'dead');
  await redis.zadd('rf:fleet:redeliveries', Date.now(), `acme:${deliveryId}`);
  await stage.startWorker();
  await stage.until(subjectId, 'delivered');
  expect(received.map(({ headers }) => headers['webhook-id'])).toEqual([deliveryId]);
});
