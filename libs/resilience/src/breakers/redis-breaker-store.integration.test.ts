import { queueKeys } from '@ragfleet/contracts';
import { openTestRedis } from '@ragfleet/test-support';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ageProbes } from './age-probes.fixture.ts';
import { describeBreakerStoreContract, FAILED, SUCCEEDED } from './breaker-store-contract.fixture.ts';
import { type BreakerStore, NOTHING_SEEN, type Probe, type ProbeOutcome } from './breaker-store.ts';
import { createInMemoryBreakerStore } from './in-memory-breaker-store.ts';
import { createRedisBreakerStore, readBreakerNews, type RedisBreakerStore } from './redis-breaker-store.ts';

const { redis } = await openTestRedis();
const observer = redis.duplicate();
const RULES = { consecutiveFailures: 3, resetMs: 60_000, confirmMs: 0 };
const CONCURRENCY = { ...RULES, resetMs: 0 };
let store: RedisBreakerStore;

beforeAll(() => {
  store = createRedisBreakerStore({ redis });
  return () => observer.disconnect();
});

describeBreakerStoreContract('Redis', () => store);

describe('createRedisBreakerStore', () => {
  it('gives the place of a dead probe back when its lease is over', async () => {
    for (let count = 0; count < 3; count += 1) await store.report('dead', CONCURRENCY, FAILED);
    for (let count = 0; count < 3; count += 1) await store.takeProbe('dead', CONCURRENCY);
    expect((await store.takeProbe('dead', CONCURRENCY)).probe).toBeNull();
    await ageProbes(redis, 'dead');
    expect((await store.takeProbe('dead', CONCURRENCY)).probe).not.toBeNull();
  });

  it('keeps no key for a breaker with nothing to tell, and none for ever', async () => {
    const key = queueKeys.breaker('short');
    await store.report('short', RULES, NOTHING_SEEN);
    expect(await redis.exists(key)).toBe(0);
    await store.report('short', RULES, FAILED);
    expect(await redis.pttl(key)).toBeGreaterThan(RULES.resetMs);
    expect(await redis.pttl(queueKeys.breakers)).toBeGreaterThan(0);
  });

  it('lists what was used, by name, and changes nothing by it', async () => {
    await redis.flushall();
    await store.report('b', RULES, FAILED);
    for (let count = 0; count < 3; count += 1) await store.report('a', RULES, FAILED);
    const listed = await store.list();
    expect(listed.map(({ name, state, failures }) => [name, state, failures])).toEqual([
      ['a', 'open', 3],
      ['b', 'closed', 1],
    ]);
    expect(Math.abs(Date.now() - Number(listed[0]?.openedAtMs))).toBeLessThan(60_000);
    await store.report('b', RULES, FAILED);
    await redis.pexpire(queueKeys.breaker('b'), 30_000);
    await store.list();
    expect(await redis.pttl(queueKeys.breaker('b'))).toBeLessThanOrEqual(30_000);
    expect(await store.report('b', RULES, FAILED)).toMatchObject({ state: 'open' });
  });

  it('remembers no more names than there can be dependencies', async () => {
    await redis.flushall();
    for (let at = 0; at < 300; at += 1) await store.report(`name ${at}`, RULES, NOTHING_SEEN);
    expect(await redis.zcard(queueKeys.breakers)).toBe(256);
  });

  it('publishes what changes the state, and not every count', async () => {
    const heard: string[] = [];
    observer.on('message', (_channel, message) => {
      const news = readBreakerNews(message);
      if (news !== null) heard.push(`${news.name} ${news.state.state} ${news.state.failures}`);
    });
    await observer.subscribe(queueKeys.breakerChannel);
    for (let count = 0; count < 4; count += 1) await store.report('news', RULES, FAILED);
    await store.report('other', RULES, FAILED);
    await expect.poll(() => heard).toContain('other closed 1');
    expect(heard).toEqual(['news closed 1', 'news open 3', 'other closed 1']);
  });

  it('fails as unavailable when Redis does', async () => {
    const gone = redis.duplicate();
    const broken = createRedisBreakerStore({ redis: gone });
    gone.disconnect();
    await expect(broken.report('x', RULES, FAILED)).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

/** Time decides nothing: a row opens where one process had it alone, or never. */
const UNCONFIRMED = { ...CONCURRENCY, confirmMs: 60_000 };

type Act = (store: BreakerStore, name: string, out: Probe[]) => Promise<unknown>;

const acts: fc.Arbitrary<Act> = fc.oneof(
  fc
    .record({ run: fc.nat(4), others: fc.nat(4), successes: fc.nat(6) })
    .map(({ run, others, successes }): Act => {
      const inARow = successes > 0 ? run : run + others;
      const seen = {
        calls: successes + run + others,
        failures: run + others,
        failedSinceMs: Array.from({ length: inARow }, () => 0),
        ownFailuresInARow: run,
        succeededSinceMs: successes > 0 ? 0 : null,
        longestMs: successes > 0 ? 0 : null,
      };
      return (to, name) => to.report(name, UNCONFIRMED, seen);
    }),
  fc.constant<Act>((to, name) => to.report(name, UNCONFIRMED, SUCCEEDED)),
  fc.constant<Act>(async (to, name, out) => {
    const { probe } = await to.takeProbe(name, UNCONFIRMED);
    if (probe !== null) out.push(probe);
    return probe !== null;
  }),
  fc.tuple(fc.nat(9), fc.constantFrom<ProbeOutcome>('succeeded', 'succeeded', 'failed', 'returned')).map(
    ([at, outcome]): Act =>
      async (to, name, out) => {
        const [probe] = out.splice(at % Math.max(1, out.length), 1);
        return probe === undefined ? null : to.endProbe(name, UNCONFIRMED, probe, outcome);
      },
  ),
);

const withoutTimes = (reply: unknown): unknown =>
  typeof reply === 'object' ? { ...reply, opening: null, openedAtMs: null } : reply;

describe('the script and the machine', () => {
  it('say the same, whatever happens', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(acts, { minLength: 1, maxLength: 40, size: 'max' }), async (taken) => {
        const memory = createInMemoryBreakerStore();
        const name = `same ${(run += 1)}`;
        const out: readonly [Probe[], Probe[]] = [[], []];
        for (const act of taken) {
          const said = await act(store, name, out[0]);
          expect(withoutTimes(said)).toEqual(withoutTimes(await act(memory, name, out[1])));
        }
      }),
      { numRuns: 150 },
    );
  });
});
