import { readScaledObject } from '@ragfleet/autoscaling';
import { openTestRedis } from '@ragfleet/test-support';
import { expect, test } from 'vitest';
import { createQueueLengthReader } from './read-queue-lengths.ts';

const { redis } = await openTestRedis();

const scaledBy = (...keys: readonly string[]) =>
  readScaledObject({ triggers: keys.map((listName) => ({ type: 'redis', metadata: { listName } })) });

test('counts lists and sorted sets alike, and nothing where there is no key', async () => {
  await redis.lpush('q:wait', 'a', 'b', 'c');
  await redis.zadd('q:prioritized', 1, 'd', 2, 'e');
  const read = createQueueLengthReader(redis, scaledBy('q:wait', 'q:prioritized', 'q:active', 'q:wait'));
  const lengths = await read();
  expect(['q:wait', 'q:prioritized', 'q:active'].map(lengths)).toEqual([3, 2, 0]);
  expect(lengths('another')).toBeNull();
  await redis.lpop('q:wait');
  expect((await read())('q:wait')).toBe(2);
});

test('a server that does not answer is a fault, and not an empty queue', async () => {
  const gone = redis.duplicate();
  gone.on('error', () => undefined);
  gone.disconnect();
  const read = createQueueLengthReader(gone, scaledBy('q:wait'));
  await expect(read()).rejects.toMatchObject({ kind: 'unavailable' });
});
