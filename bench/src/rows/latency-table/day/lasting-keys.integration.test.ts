import { openTestRedis } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import { endedJobsOf, lastingKeysOf } from './lasting-keys.ts';

const { redis } = await openTestRedis();

it('counts what no time ends by its kind, and leaves out what ends', async () => {
  await redis.set('rf:acme:query:q_1', 'x', 'EX', 100);
  await redis.set('rf:acme:query:q_2', 'x');
  await redis.zadd('rf:acme:open', 1, 'q_1');
  await redis.zadd('rf:globex:open', 1, 'q_1');
  await redis.zadd('rf:fleet:deadlines', 1, 'q_1');
  await redis.set('rf:api-key:x1y86g8j', 'x');
  await redis.set('rf:api-key:nmkmc00p', 'x');
  await redis.set('bull:rag-low:q_1', 'x');
  expect(await lastingKeysOf(redis)).toEqual(
    new Map([
      ['query', 1],
      ['open', 2],
      ['fleet deadlines', 1],
      ['api-key', 2],
    ]),
  );
});

it('tells the fullest list of ended jobs, beside what it may hold', async () => {
  const queueOf = (name: string, completed: number, failed: number) => ({
    name,
    keepCompleted: { ageSeconds: 60, count: completed },
    keepFailed: { ageSeconds: 60, count: failed },
  });
  await redis.zadd('bull:rag-low:completed', 1, 'a', 2, 'b');
  await redis.zadd('bull:rag-high:failed', 1, 'a', 2, 'b', 3, 'c');
  expect(await endedJobsOf(redis, [queueOf('rag-low', 2, 9), queueOf('rag-high', 9, 6)])).toBe(1);
});
