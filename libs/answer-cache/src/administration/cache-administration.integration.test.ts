import { cacheKeys } from '@ragfleet/contracts';
import { isFault } from '@ragfleet/kernel';
import { closeRedis, connectRedis } from '@ragfleet/redis-connection';
import { createSealer } from '@ragfleet/sealing';
import { answerEntry, openTestRedis } from '@ragfleet/test-support';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createAnswerEntries } from '../entries/answer-entries.ts';
import { createCacheAdministration } from './cache-administration.ts';
import type { CountedQuery } from './cache-day.ts';

const sealer = createSealer(randomBytes(32).toString('base64'));
const DAY_MS = 86_400_000;
const { redis } = await openTestRedis({ role: 'cache' });

let tenants = 0;
function bench() {
  const tenantId = `tenant-${(tenants += 1)}`;
  let nowMs = Date.now();
  const removed: string[] = [];
  const semanticIndex = {
    remove: async (_space: object, ids: readonly string[]) => void removed.push(...ids),
  };
  const cache = createCacheAdministration({ redis, sealer, semanticIndex, nowMs: () => nowMs });
  const entries = createAnswerEntries({ redis, sealer });
  const write = async (name: string, namespaces: readonly string[]) => {
    const id = entries.idOf(tenantId, name);
    const { result } = answerEntry();
    const [citation] = result.citations;
    if (citation === undefined) throw new Error('The example cites.');
    const citations = namespaces.map((namespace) => ({ ...citation, namespace }));
    await entries.write(tenantId, id, answerEntry({ result: { ...result, citations } }), {
      keepMs: 60_000,
      documentIds: [],
    });
    return id;
  };
  const areThere = async (ids: readonly string[]) =>
    (await entries.read(tenantId, ids)).map((entry) => entry !== null);
  const later = (ms: number): void => void (nowMs += ms);
  return { tenantId, cache, entries, write, areThere, removed, later };
}

const counted: CountedQuery = {
  outcome: 'miss',
  check: null,
  reusedRetrieval: false,
  model: 'gpt-4o',
  tokens: 4_500,
  savedUsd: 0,
  origin: null,
};
const dayOf = (tenantId: string): Promise<Record<string, string>> =>
  redis.hgetall(cacheKeys.cacheDay(tenantId, new Date().toISOString().slice(0, 10)));

describe('sweep', () => {
  it('removes the answers of a tenant, also from the index of questions, and says how many there were', async () => {
    const { tenantId, cache, entries, write, areThere, removed } = bench();
    const other = bench();
    const kept = await other.write('q', ['hr']);
    const ids = [await write('a', ['hr']), await write('b', ['legal', 'hr']), await write('c', [])];
    const gone = await write('gone', ['hr']);
    await entries.remove(tenantId, [gone]);
    expect(await cache.sweep(tenantId, null)).toEqual({ evicted: 3 });
    expect(await areThere(ids)).toEqual([false, false, false]);
    expect(removed.toSorted()).toEqual(ids.toSorted());
    expect(await other.areThere([kept])).toEqual([true]);
    expect(await cache.sweep(tenantId, null)).toEqual({ evicted: 0 });
  });

  it('removes the answers that cite a namespace, first or beside another', async () => {
    const { tenantId, cache, write, areThere } = bench();
    const ids = [await write('a', ['hr']), await write('b', ['legal', 'hr']), await write('c', ['legal'])];
    expect(await cache.sweep(tenantId, 'hr')).toEqual({ evicted: 2 });
    expect(await areThere(ids)).toEqual([false, false, true]);
    expect((await cache.stats(tenantId)).entries).toBe(1);
  });

  it('goes through thousands', async () => {
    const { tenantId, cache, write } = bench();
    for (let at = 0; at < 1_500; at += 1) await write(`q${at}`, ['hr']);
    expect(await cache.sweep(tenantId, 'hr')).toEqual({ evicted: 1_500 });
    expect(await redis.keys(`rf:${tenantId}:answer:*`)).toEqual([]);
  });
});

describe('evictEntry', () => {
  it('removes one answer and its place among the questions', async () => {
    const { tenantId, cache, write, areThere, removed } = bench();
    const ids = [await write('a', ['hr']), await write('b', ['hr'])];
    const [entryId = ''] = ids;
    expect(await cache.evictEntry(tenantId, { entryId, spaceId: 's' })).toBe(true);
    expect(await areThere(ids)).toEqual([false, true]);
    expect(removed).toEqual([entryId]);
    expect(await cache.evictEntry(tenantId, { entryId, spaceId: 's' })).toBe(false);
  });
});

describe('stats', () => {
  it('are zeros where nothing was asked', async () => {
    expect(await bench().cache.stats('nobody')).toEqual({
      hit_rate: 0,
      exact_rate: 0,
      semantic_rate: 0,
      breakdown: { exact: 0, semantic: 0, retrieval: 0, miss: 0, bypass: 0, coalesced: 0 },
      entries: 0,
      saved_usd: 0,
      checks: { direct: 0, revalidated: 0, refused: 0 },
    });
  });

  it('are shares of the lookups, money and checks, over several days', async () => {
    const { tenantId, cache, write, later } = bench();
    await write('a', ['hr', 'legal']);
    await write('b', ['legal']);
    await cache.count(tenantId, {
      ...counted,
      outcome: 'exact',
      check: 'direct',
      savedUsd: 0.015,
      origin: 'query',
    });
    await cache.count(tenantId, { ...counted, check: 'refused', reusedRetrieval: true });
    later(-DAY_MS);
    await cache.count(tenantId, {
      ...counted,
      outcome: 'semantic',
      check: 'revalidated',
      savedUsd: 0.02,
      origin: 'warming',
    });
    await cache.count(tenantId, {
      ...counted,
      outcome: 'coalesced',
      check: 'direct',
      savedUsd: 0.01,
      origin: 'query',
    });
    await cache.count(tenantId, { ...counted, outcome: 'bypass' });
    later(DAY_MS);
    expect(await cache.stats(tenantId)).toEqual({
      hit_rate: 0.75,
      exact_rate: 0.25,
      semantic_rate: 0.25,
      breakdown: { exact: 1, semantic: 1, retrieval: 1, miss: 1, bypass: 1, coalesced: 1 },
      entries: 2,
      saved_usd: 0.045,
      checks: { direct: 2, revalidated: 1, refused: 1 },
    });
  });

  it('do not count what has expired, and forget after 90 days', async () => {
    const { tenantId, cache, write, later } = bench();
    await write('a', ['hr']);
    await cache.count(tenantId, { ...counted, outcome: 'exact' });
    later(62_000);
    expect(await cache.stats(tenantId)).toMatchObject({ entries: 0, breakdown: { exact: 1 } });
    later(90 * DAY_MS);
    expect(await cache.stats(tenantId)).toMatchObject({ breakdown: { exact: 0 } });
  });

  it('are a Fault when the cache is away; counting is none', async () => {
    const away = connectRedis({ url: 'redis://127.0.0.1:1', profile: 'fail-fast', name: 'away' });
    const cache = createCacheAdministration({ redis: away, sealer, semanticIndex: null });
    await cache.count('acme', counted);
    await cache.countRating('acme', 'up', null);
    await expect(cache.stats('acme')).rejects.toSatisfy((error) => isFault(error, 'unavailable'));
    await closeRedis(away, 100);
  });
});

describe('the counts of a day', () => {
  it('hold numbers and names of models alone, and expire', async () => {
    const { tenantId, cache } = bench();
    await cache.count(tenantId, { ...counted, outcome: 'exact', savedUsd: 0.0150756, origin: 'warming' });
    await cache.count(tenantId, counted);
    await cache.countRating(tenantId, 'up', null);
    await cache.countRating(tenantId, 'down', 'up');
    expect(await dayOf(tenantId)).toEqual({
      queries: '2',
      tokens: '9000',
      'model:gpt-4o': '2',
      'outcome:exact': '1',
      'outcome:miss': '1',
      'saved:exact': '15076',
      saved_by_warming: '15076',
      'rating:up': '0',
      'rating:down': '1',
    });
    const [key = ''] = await redis.keys(`rf:${tenantId}:cache-day:*`);
    const ttlDays = (await redis.ttl(key)) / 86_400;
    expect(ttlDays).toBeGreaterThan(89);
    expect(ttlDays).toBeLessThan(92);
  });

  it('put models beyond a bound together: their names come with questions', async () => {
    const { tenantId, cache } = bench();
    for (let at = 0; at < 40; at += 1) await cache.count(tenantId, { ...counted, model: `model ${at}` });
    await cache.count(tenantId, { ...counted, model: 'model 3' });
    const models = Object.entries(await dayOf(tenantId)).filter(([field]) => field.startsWith('model:'));
    expect(models).toHaveLength(33);
    expect(Object.fromEntries(models)).toMatchObject({ 'model:*': '8', 'model:model 3': '2' });
  });
});
