import type { EmbeddingKey } from '@ragfleet/rag-core';
import { closeRedis, connectRedis } from '@ragfleet/redis-connection';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis, startTestRedis } from '@ragfleet/test-support';
import { randomBytes } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { createEmbeddingCache } from './embedding-cache.ts';

const sealer = createSealer(randomBytes(32).toString('base64'));
const signal = new AbortController().signal;
const { redis } = await openTestRedis({ role: 'cache' });

beforeEach(async () => {
  await redis.flushall();
});

// Long, because the machine that runs the tests may be busy; what is tested is not the clock.
const open = (maxRecentVectors = 10) =>
  createEmbeddingCache({ redis, sealer, timeoutMs: 5_000, maxRecentVectors });
const key: EmbeddingKey = { tenantId: 'acme', model: 'm', dimension: 2, text: 'How many days?' };
const vector = Float32Array.of(0.25, -1);

it('gives another process the vector of a question that was embedded before', async () => {
  await open().store(key, vector);
  expect(await open().lookup(key, signal)).toEqual(vector);
});

it.each<[string, Partial<EmbeddingKey>]>([
  ['another tenant', { tenantId: 'globex' }],
  ['another model', { model: 'n' }],
  ['another dimension', { dimension: 3 }],
  ['a text that goes on differently after 100 equal characters', { text: `${'x'.repeat(100)}b` }],
])('knows nothing for %s', async (_name, change) => {
  const cache = open();
  await cache.store({ ...key, text: `${'x'.repeat(100)}a` }, vector);
  await cache.store(key, vector);
  expect(await cache.lookup({ ...key, ...change }, signal)).toBeNull();
});

it('writes neither the question nor its vector in the clear, and lets it expire', async () => {
  await open().store(key, vector);
  const [name = ''] = await redis.keys('*');
  expect(name).toMatch(/^rf:acme:embedding:[0-9a-f]{64}$/);
  expect((await redis.getBuffer(name))?.includes(Buffer.from(vector.buffer))).toBe(false);
  expect(await redis.ttl(name)).toBeGreaterThan(80_000);
});

it('treats a value that was tampered with as a miss', async () => {
  await open().store(key, vector);
  const [name = ''] = await redis.keys('*');
  await redis.set(name, 'nonsense');
  expect(await open().lookup(key, signal)).toBeNull();
});

it('keeps the vectors that were used last, and forgets the rest', async () => {
  const cache = open(2);
  await cache.store(key, vector);
  await cache.store({ ...key, text: 'b' }, vector);
  await cache.lookup(key, signal);
  await cache.store({ ...key, text: 'c' }, vector);
  await redis.flushall();
  expect(await cache.lookup(key, signal)).toEqual(vector);
  expect(await cache.lookup({ ...key, text: 'b' }, signal)).toBeNull();
});

it('is a miss, and no error, while Redis is away', async () => {
  const gone = await startTestRedis({ role: 'cache' });
  const connection = connectRedis({ url: gone.url, profile: 'cache', name: 'test-gone', onError: () => {} });
  await gone.stop();
  const cache = createEmbeddingCache({ redis: connection, sealer, timeoutMs: 100 });
  expect(await cache.lookup(key, signal)).toBeNull();
  await expect(cache.store(key, vector)).resolves.toBeUndefined();
  expect(await cache.lookup(key, signal)).toEqual(vector);
  await closeRedis(connection, 100);
});
