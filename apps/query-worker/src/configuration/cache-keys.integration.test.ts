import { startGptCacheDouble } from '@ragfleet/test-support';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openConfiguredWorker } from './configured-worker.fixture.ts';

const { start, ask, cache } = await openConfiguredWorker();
const SIMPLE = 'How many days of annual leave does an employee have?';
const ALIKE = 'How many days of annual leave does every employee have?';
const OTHER = 'Where is the annual leave of chapter seven booked?';
const cached = { cache: 'default' } as const;
const HOUR_MS = 3_600_000;

beforeEach(async () => void (await cache.redis.flushall()));

/** What the answers that are kept have left to live, in ms. */
async function livesMs(): Promise<number[]> {
  const keys = await cache.redis.keys('rf:acme:answer:*');
  return Promise.all(keys.map((key) => cache.redis.pttl(key)));
}

const tierOf = async (question: string) => (await ask(question, cached)).result?.cache.tier;

describe('variables of the answer cache', () => {
  it('CACHE_TTL_HOURS: how long an answer is kept', async () => {
    for (const hours of [2, 48]) {
      await cache.redis.flushall();
      await start({ CACHE_TTL_HOURS: String(hours) });
      await ask(SIMPLE, cached);
      const [lifeMs = 0] = await livesMs();
      // Up to a tenth is left off by chance, so that entries of one time do not end at one time.
      expect(lifeMs).toBeGreaterThan(hours * 0.85 * HOUR_MS);
      expect(lifeMs).toBeLessThanOrEqual(hours * 1.15 * HOUR_MS);
    }
  });

  it('CACHE_STALE_SECONDS: how long beyond its time an answer is kept', async () => {
    await start({ CACHE_TTL_HOURS: '1', CACHE_STALE_SECONDS: '7200' });
    await ask(SIMPLE, cached);
    const [lifeMs = 0] = await livesMs();
    expect(lifeMs).toBeGreaterThan(2.85 * HOUR_MS);
    expect(lifeMs).toBeLessThanOrEqual(3.15 * HOUR_MS);
  });

  it('CACHE_REDIS_URL: which server the answers are in', async () => {
    await start({});
    await ask(SIMPLE, cached);
    expect(await livesMs()).toHaveLength(1);
    await cache.redis.flushall();
    await start({ CACHE_REDIS_URL: `${cache.url}/1` });
    await ask(SIMPLE, cached);
    expect(await livesMs()).toEqual([]);
    await cache.redis.select(1);
    onTestFinished(async () => void (await cache.redis.select(0)));
    expect(await livesMs()).toHaveLength(1);
  });

  it('CACHE_NEAR: whether the worker is told of changes', async () => {
    const told = async () =>
      String(await cache.redis.client('LIST'))
        .split('\n')
        .filter((line) => /flags=\w*t/.test(line)).length;
    await start({ CACHE_NEAR: 'on' });
    await expect.poll(told).toBe(1);
    await start({ CACHE_NEAR: 'off' });
    await ask(SIMPLE, cached);
    expect(await told()).toBe(0);
  });

  it('CACHE_BUDGET_MS: how long a question waits for a cache that does not answer', async () => {
    const statuses: (string | undefined)[] = [];
    // The patient one must outlast the silence; the impatient one must meet it, however busy the machine is.
    for (const [budgetMs, silentMs] of [
      ['10000', 1_000],
      ['1', 5_000],
    ] as const) {
      await start({ CACHE_NEAR: 'off', CACHE_BUDGET_MS: '10000' });
      await ask(SIMPLE, cached);
      await start({ CACHE_NEAR: 'off', CACHE_BUDGET_MS: budgetMs });
      await cache.redis.client('PAUSE', silentMs, 'ALL');
      statuses.push((await ask(SIMPLE, cached)).result?.cache.status);
    }
    expect(statuses).toEqual(['hit', 'miss']);
    await vi.waitUntil(() =>
      cache.redis.ping().then(
        () => true,
        () => false,
      ),
    );
  });

  it('SEMANTIC_CACHE_THRESHOLD: how alike questions are that share an answer', async () => {
    const tiers: unknown[] = [];
    for (const threshold of ['0.5', '1']) {
      await cache.redis.flushall();
      await start({ SEMANTIC_CACHE_THRESHOLD: threshold });
      await ask(SIMPLE, cached);
      tiers.push(await tierOf(ALIKE));
    }
    expect(tiers).toEqual(['semantic', null]);
  });

  it('SEMANTIC_INDEX: whether questions that are alike are looked for', async () => {
    const tiers: unknown[] = [];
    for (const index of ['scan', 'off']) {
      await cache.redis.flushall();
      await start({ SEMANTIC_CACHE_THRESHOLD: '0.5', SEMANTIC_INDEX: index });
      await ask(SIMPLE, cached);
      tiers.push(await tierOf(ALIKE));
    }
    expect(tiers).toEqual(['semantic', null]);
  });

  it('SEMANTIC_INDEX_MAX_ENTRIES: how many questions are remembered', async () => {
    const tiers: unknown[] = [];
    for (const entries of ['100', '1']) {
      await cache.redis.flushall();
      await start({
        SEMANTIC_CACHE_THRESHOLD: '0.5',
        SEMANTIC_INDEX: 'scan',
        SEMANTIC_INDEX_MAX_ENTRIES: entries,
      });
      await ask(SIMPLE, cached);
      await ask(OTHER, cached);
      tiers.push(await tierOf(ALIKE));
    }
    expect(tiers).toEqual(['semantic', null]);
  });

  it('GPTCACHE_URL: which server is told of the questions', async () => {
    const [one, two] = [await startGptCacheDouble(), await startGptCacheDouble()];
    onTestFinished(async () => void (await Promise.all([one.stop(), two.stop()])));
    for (const [url, expected] of [
      [one.url, [1, 0]],
      [two.url, [1, 1]],
    ] as const) {
      await cache.redis.flushall();
      await start({ SEMANTIC_INDEX: 'gptcache', GPTCACHE_URL: url });
      await ask(SIMPLE, cached);
      await expect.poll(() => [one, two].map((double) => double.records().length)).toEqual(expected);
    }
  });
});
