import { cacheKeys } from '@ragfleet/contracts';
import type { CachedAnswer, CacheScope } from '@ragfleet/rag-core';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { createSealer } from '@ragfleet/sealing';
import { startTestRedis, type TestRedis } from '@ragfleet/test-support';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCacheAdministration, createExactAnswerCache } from './index.ts';

const sealer = createSealer(randomBytes(32).toString('base64'));
const signal = new AbortController().signal;
// Long, because the machine that runs the tests may be busy; what is tested is not the clock.
const timeoutMs = 5_000;
let server: TestRedis;
let redis: Redis;

beforeAll(async () => {
  server = await startTestRedis({ role: 'cache' });
  redis = connectRedis({ url: server.url, profile: 'fail-fast', name: 'test-cache' });
  await whenReady(redis, 5_000);
});
afterAll(async () => {
  await closeRedis(redis, 500);
  await server.stop();
});
beforeEach(async () => {
  await redis.flushall();
});

const scope: CacheScope = {
  tenantId: 'acme',
  question: 'How many days of leave?',
  namespaces: null,
  quality: 'standard',
  model: 'routed',
  topK: 5,
  embeddingModel: 'local',
  promptVersion: '1',
  historyDigest: '',
};
const stamp = { access: 'readers', changes: '7' };
const answerOf = (
  text: string,
  changes: { evidence?: CachedAnswer['evidence']; namespace?: string } = {},
): CachedAnswer => ({
  storedAtMs: 1,
  evidence: changes.evidence ?? [{ passageId: 'p1', contentHash: 'h1' }],
  result: {
    answer: text,
    citations: [
      {
        index: 1,
        documentId: 'd',
        passageId: 'p1',
        title: 't',
        source: null,
        namespace: changes.namespace ?? 'default',
        quote: 'q',
      },
    ],
    model: 'local',
    confidence: 0.8,
    usage: { inputTokens: 1, outputTokens: 1, embeddingTokens: 1 },
    costUsd: 0.01,
    cache: { status: 'miss', tier: null, similarity: null, ageSeconds: null, retrieval: 'miss' },
    degradation: { level: 'full', reasons: [] },
    warnings: [],
    timingsMs: { guard: 0, cache: 0, embed: 0, search: 0, fetch: 0, generate: 0, total: 0 },
  },
});
const MISS = { hit: null, isAvailable: true };

describe('createExactAnswerCache', () => {
  const cache = () => createExactAnswerCache({ redis, sealer, timeoutMs });

  it('gives back what it stored, for another spelling too', async () => {
    expect(await cache().store(scope, stamp, answerOf('25 [1]'), 60, signal)).toBe(true);
    const found = await cache().lookup({ ...scope, question: 'how many  days of leave' }, stamp, signal);
    expect(found).toEqual({ hit: answerOf('25 [1]'), isAvailable: true });
  });

  it.each<Partial<CacheScope>>([
    { tenantId: 'globex' },
    { question: 'How many days of LEAVE?' },
    { namespaces: [] },
    { namespaces: ['default'] },
    { quality: 'high' },
    { model: 'gpt-4o' },
    { topK: 6 },
    { embeddingModel: 'other' },
    { promptVersion: '2' },
    { historyDigest: 'x' },
  ])('misses under another scope: %o', async (change) => {
    await cache().store(scope, stamp, answerOf('25 [1]'), 60, signal);
    expect(await cache().lookup({ ...scope, ...change }, stamp, signal)).toEqual(MISS);
  });

  it('serves only under a pair of access and changes that is on the entry', async () => {
    await cache().store(scope, stamp, answerOf('25 [1]'), 60, signal);
    expect(await cache().lookup(scope, { ...stamp, changes: '8' }, signal)).toEqual(MISS);
    expect(await cache().lookup(scope, { ...stamp, access: 'others' }, signal)).toEqual(MISS);
  });

  it('adds a pair whose search gave the same evidence, and forgets the old ones otherwise', async () => {
    const other = { access: 'others', changes: '7' };
    await cache().store(scope, stamp, answerOf('25 [1]'), 60, signal);
    await cache().store(scope, other, answerOf('25 days [1]'), 60, signal);
    expect((await cache().lookup(scope, stamp, signal)).hit?.result.answer).toBe('25 days [1]');
    await cache().store(
      scope,
      other,
      answerOf('30 [1]', { evidence: [{ passageId: 'p2', contentHash: 'h' }] }),
      60,
      signal,
    );
    expect(await cache().lookup(scope, stamp, signal)).toEqual(MISS);
  });

  it('keeps a bounded number of pairs', async () => {
    for (let changes = 0; changes < 40; changes += 1) {
      await cache().store(scope, { ...stamp, changes: String(changes) }, answerOf('25 [1]'), 60, signal);
    }
    expect(await cache().lookup(scope, { ...stamp, changes: '0' }, signal)).toEqual(MISS);
    expect((await cache().lookup(scope, { ...stamp, changes: '39' }, signal)).hit).not.toBeNull();
  });

  it('holds nothing readable, and misses when the value was changed or moved', async () => {
    await cache().store(scope, stamp, answerOf('twenty-five [1]'), 60, signal);
    const key = (await redis.keys('rf:acme:exact:*')).find((name) => /exact:[0-9a-f]{64}$/.test(name));
    const sealed = (await redis.get(key ?? '')) ?? '';
    expect(`${key} ${sealed}`).not.toMatch(/leave|twenty|readers/);
    await redis.set(key ?? '', `${sealed.slice(0, -4)}AAAA`);
    expect(await cache().lookup(scope, stamp, signal)).toEqual(MISS);
    const moved = { ...scope, question: 'Another question?' };
    await redis.set(cacheKeys.exact('acme', 'x'), sealed);
    await cache().store(moved, stamp, answerOf('other [1]'), 60, signal);
    for (const name of await redis.keys('rf:acme:exact:*')) {
      if (/exact:[0-9a-f]{64}$/.test(name)) await redis.set(name, sealed);
    }
    expect(await cache().lookup(moved, stamp, signal)).toEqual(MISS);
  });

  it('spreads expiry over the last tenth of the life of an entry', async () => {
    const lives: number[] = [];
    for (const random of [0, 0.999]) {
      await createExactAnswerCache({ redis, sealer, timeoutMs, random: () => random }).store(
        scope,
        stamp,
        answerOf('25 [1]'),
        1_000,
        signal,
      );
      for (const name of await redis.keys('rf:acme:exact:*')) {
        if (/exact:[0-9a-f]{64}$/.test(name)) lives.push(await redis.pttl(name));
      }
    }
    expect(lives[0]).toBeGreaterThan(990_000);
    expect(lives[1]).toBeLessThan(905_000);
  });

  it('is a miss that says so when Redis is away, within its time', async () => {
    const nowhere = connectRedis({ url: 'redis://127.0.0.1:1', profile: 'cache', name: 'nowhere' });
    const away = createExactAnswerCache({ redis: nowhere, sealer });
    expect(await away.lookup(scope, stamp, signal)).toEqual({ hit: null, isAvailable: false });
    expect(await away.store(scope, stamp, answerOf('25 [1]'), 60, signal)).toBe(false);
    await closeRedis(nowhere, 100);
  });

  it('gives up on a Redis that is too slow', async () => {
    await redis.client('PAUSE', 300, 'ALL');
    const slow = createExactAnswerCache({ redis, sealer, timeoutMs: 20 });
    expect(await slow.lookup(scope, stamp, signal)).toEqual({ hit: null, isAvailable: false });
    await redis.ping();
  });
});

describe('createCacheAdministration', () => {
  const cache = () => createExactAnswerCache({ redis, sealer, timeoutMs });

  it('evicts a namespace at once, and leaves the rest', async () => {
    const hr = { ...scope, question: 'Pay?' };
    await cache().store(scope, stamp, answerOf('25 [1]'), 60, signal);
    await cache().store(hr, stamp, answerOf('pay [1]', { namespace: 'hr' }), 60, signal);
    const administration = createCacheAdministration({ redis });
    expect((await administration.stats('acme')).entries).toBe(2);
    expect(await administration.evict('acme', 'hr')).toEqual({ evicted: 1 });
    expect(await cache().lookup(hr, stamp, signal)).toEqual(MISS);
    expect((await cache().lookup(scope, stamp, signal)).hit).not.toBeNull();
    expect(await administration.evict('acme', null)).toEqual({ evicted: 1 });
    expect(await cache().lookup(scope, stamp, signal)).toEqual(MISS);
    expect((await administration.stats('acme')).entries).toBe(0);
    expect(await administration.evict('globex', null)).toEqual({ evicted: 0 });
  });

  it('does not serve an older entry that comes back after the eviction', async () => {
    await cache().store(scope, stamp, answerOf('25 [1]'), 60, signal);
    const isEntry = (name: string): boolean => /exact:[0-9a-f]{64}$/.test(name);
    const key = (await redis.keys('rf:acme:exact:*')).find(isEntry) ?? '';
    const late = (await redis.get(key)) ?? '';
    await createCacheAdministration({ redis }).evict('acme', null);
    await redis.set(key, late);
    expect(await cache().lookup(scope, stamp, signal)).toEqual(MISS);
    await cache().store(scope, stamp, answerOf('30 [1]'), 60, signal);
    expect((await cache().lookup(scope, stamp, signal)).hit?.result.answer).toBe('30 [1]');
  });

  it('has the same keys before and after the first query', async () => {
    const administration = createCacheAdministration({ redis });
    const empty = await administration.stats('acme');
    expect(empty).toMatchObject({ hit_rate: 0, exact_rate: 0, semantic_rate: 0, entries: 0 });
    for (const outcome of ['exact', 'miss', 'miss', 'bypass'] as const)
      await administration.count('acme', outcome);
    const stats = await administration.stats('acme');
    expect(stats.hit_rate).toBeCloseTo(1 / 3);
    expect(Object.keys(stats)).toEqual(Object.keys(empty));
    expect((await administration.stats('globex')).breakdown.exact).toBe(0);
  });
});
