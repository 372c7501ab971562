import { openTestRedis } from '@ragfleet/test-support';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { unlinkMatching } from './index.ts';

const { redis } = await openTestRedis();
const { signal } = new AbortController();

beforeEach(async () => {
  await redis.flushdb();
});

async function fill(prefix: string, count: number): Promise<void> {
  const pairs = Array.from({ length: count }, (_, at) => [`${prefix}:${at}`, 'x']).flat();
  await redis.mset(...pairs);
}

it('removes every key of the pattern, however many, and none but those', async () => {
  await fill('rf:acme:query', 3_000);
  await fill('rf:acme-2:query', 500);
  await redis.zadd('rf:acme:open', 1, 'q');
  await redis.set('rf:acme:tenant', 'record');
  const wanted = { pattern: 'rf:acme:*', except: ['rf:acme:tenant'], signal };
  expect(await unlinkMatching(redis, wanted)).toBe(3_001);
  expect(await redis.dbsize()).toBe(501);
  expect(await redis.get('rf:acme:tenant')).toBe('record');
  expect(await unlinkMatching(redis, wanted)).toBe(0);
});

it('ends between two steps, and goes on when it is called again', async () => {
  await fill('rf:acme:query', 3_000);
  const stopping = new AbortController();
  const step = vi.spyOn(redis, 'unlink').mockImplementationOnce((...names: Parameters<typeof redis.del>) => {
    stopping.abort(new Error('stopped'));
    return redis.del(...names);
  });
  onTestFinished(() => step.mockRestore());
  const work = unlinkMatching(redis, { pattern: 'rf:acme:*', signal: stopping.signal });
  await expect(work).rejects.toThrow('stopped');
  const left = await redis.dbsize();
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(3_000);
  expect(await unlinkMatching(redis, { pattern: 'rf:acme:*', signal })).toBe(left);
});
