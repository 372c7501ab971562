import { cacheKeys } from '@ragfleet/contracts';
import type { FlightRole, FlightRequest } from '@ragfleet/rag-core';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { openTestRedis } from '@ragfleet/test-support';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Follower } from './flight-scripts.ts';
import { createSingleFlight, type SingleFlightOptions } from './single-flight.ts';

const TENANT = 'acme';
const FLIGHT = 'f1';
const LEASE = cacheKeys.flight(TENANT, FLIGHT);
const FOLLOWERS = cacheKeys.flightFollowers(TENANT, FLIGHT);

const server = await openTestRedis({ role: 'cache' });
const { redis } = server;
const woken: string[] = [];
const gone = new Set<string>();

beforeEach(async () => {
  await redis.flushall();
  woken.length = 0;
  gone.clear();
});

const wake = async (followers: readonly Follower[]): Promise<number> => {
  woken.push(...followers.map(({ queryId }) => queryId));
  return followers.filter(({ queryId }) => !gone.has(queryId)).length;
};
// Long, because the machine that runs the tests may be busy; what is tested is not the clock.
const flights = (more: Partial<SingleFlightOptions> = {}) =>
  createSingleFlight({ redis, wake, timeoutMs: 5_000, random: () => 0, ...more });
const request = (queryId: string, more: Partial<FlightRequest> = {}): FlightRequest => ({
  tenantId: TENANT,
  flightId: FLIGHT,
  lane: 'normal',
  queryId,
  ...more,
});
type Leader = Extract<FlightRole, { role: 'leader' }>;
const isLeader = (joined: FlightRole): joined is Leader => joined.role === 'leader';
const leading = (joined: FlightRole): Leader => {
  if (!isLeader(joined)) throw new Error(`It is ${joined.role}.`);
  return joined;
};
const LED = { role: 'leader' };
const FOLLOWS = { role: 'follower' };
const ALONE = { role: 'alone' };

describe('board', () => {
  it('makes exactly one of many equal questions at one moment the leader, over connections', async () => {
    const others = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const connection = connectRedis({ url: server.url, profile: 'fail-fast', name: 'racer' });
        await whenReady(connection, 5_000);
        return connection;
      }),
    );
    const joined = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        flights({ redis: others[at % 5] ?? redis }).join(request(`q_${at}`)),
      ),
    );
    expect(joined.filter(isLeader)).toHaveLength(1);
    expect(joined.filter(({ role }) => role === 'follower')).toHaveLength(49);
    expect(await redis.zcard(FOLLOWERS)).toBe(49);
    await Promise.all(others.map((other) => closeRedis(other, 500)));
  });

  it('keeps questions of two flights and of two tenants apart', async () => {
    const one = flights();
    for (const more of [{}, { flightId: 'f2' }, { tenantId: 'globex' }])
      expect(await one.join(request('q_1', more))).toMatchObject(LED);
  });

  it('asks a follower to look again when the lease is over, not all of them at once', async () => {
    const one = flights();
    await one.join(request('q_1'));
    const early = await one.join(request('q_2'));
    const late = await flights({ random: () => 1 }).join(request('q_3'));
    const leftMs = await redis.pttl(LEASE);
    for (const [joined, spreadMs] of [
      [early, 0],
      [late, 500],
    ] as const) {
      if (joined.role !== 'follower') throw new Error('It does not follow.');
      expect(joined.retryInMs).toBeGreaterThanOrEqual(leftMs + spreadMs);
      expect(joined.retryInMs).toBeLessThanOrEqual(10_000 + spreadMs);
    }
  });

  it('lets a query lead again whose worker died while it led', async () => {
    const dead = await flights().join(request('q_1'));
    await flights().join(request('q_2'));
    const again = leading(await flights().join(request('q_1')));
    await leading(dead).complete('shared');
    expect(await redis.exists(LEASE)).toBe(1);
    await again.complete('shared');
    await vi.waitUntil(() => woken.length === 1);
    expect(woken).toEqual(['q_2']);
  });

  it('never lets a question wait for a less urgent lane, and takes the lead from it', async () => {
    const low = leading(await flights().join(request('q_low', { lane: 'low' })));
    const high = leading(await flights().join(request('q_high', { lane: 'high' })));
    expect(await flights().join(request('q_low_2', { lane: 'low' }))).toMatchObject(FOLLOWS);
    expect(await flights().join(request('q_high_2', { lane: 'high' }))).toMatchObject(FOLLOWS);
    await low.complete('shared');
    expect(await redis.get(LEASE)).toMatch(/q_high$/);
    expect(await redis.zcard(FOLLOWERS)).toBe(2);
    await high.complete('shared');
    await vi.waitUntil(() => woken.length === 2);
    expect(await redis.exists(LEASE, FOLLOWERS)).toBe(0);
  });

  it('lists a bounded number of followers; whoever is beyond answers alone', async () => {
    const small = flights({ maxFollowers: 2 });
    for (const queryId of ['q_1', 'q_2', 'q_3']) await small.join(request(queryId));
    expect(await small.join(request('q_4'))).toEqual(ALONE);
    expect(await small.join(request('q_3'))).toMatchObject(FOLLOWS);
    expect(await redis.zcard(FOLLOWERS)).toBe(2);
  });

  it('lets the next one lead when the lease of a dead leader is over', async () => {
    await flights().join(request('q_1'));
    await flights().join(request('q_2'));
    await redis.pexpire(LEASE, 1);
    await vi.waitUntil(async () => (await redis.exists(LEASE)) === 0);
    expect(await flights().join(request('q_2'))).toMatchObject(LED);
    expect(await redis.zcard(FOLLOWERS)).toBe(0);
  });

  it('names no user and no word of a question on Redis, and leaves nothing for ever', async () => {
    await flights().join(request('q_1'));
    await flights().join(request('q_2'));
    expect(await redis.zrange(FOLLOWERS, '0', '-1')).toEqual(['1 q_2']);
    for (const key of await redis.keys('*')) expect(await redis.pttl(key)).toBeGreaterThan(0);
  });
});

describe('a lease', () => {
  it('lives as long as its leader runs, also when Redis lost it, and not longer', async () => {
    const one = flights({ renewEveryMs: 5 });
    const leader = leading(await one.join(request('q_1')));
    await redis.pexpire(LEASE, 1_000);
    await vi.waitUntil(async () => (await redis.pttl(LEASE)) > 5_000);
    await redis.del(LEASE);
    await vi.waitUntil(async () => (await redis.exists(LEASE)) === 1);
    await leader.complete('shared');
    expect(await redis.exists(LEASE)).toBe(0);
    expect(await flights().join(request('q_2'))).toMatchObject(LED);
    await redis.pexpire(LEASE, 1);
    await vi.waitUntil(async () => (await redis.exists(LEASE)) === 0);
  });

  it('is not renewed by a leader that was taken over', async () => {
    await flights({ renewEveryMs: 5 }).join(request('q_low', { lane: 'low' }));
    await flights({ renewEveryMs: 60_000 }).join(request('q_high', { lane: 'high' }));
    await redis.pexpire(LEASE, 200);
    await vi.waitFor(async () => expect(await redis.exists(LEASE)).toBe(0));
  });
});

describe('land', () => {
  const boardMany = async (count: number, lane: FlightRequest['lane'] = 'normal'): Promise<Leader> => {
    const leader = leading(await flights().join(request('q_leader', { lane: 'high' })));
    await Promise.all(Array.from({ length: count }, (_, at) => flights().join(request(`q_${at}`, { lane }))));
    return leader;
  };

  it('wakes every follower when there is an answer to share', async () => {
    const leader = await boardMany(250);
    await leader.complete('shared');
    await vi.waitUntil(() => woken.length === 250);
    expect(new Set(woken).size).toBe(250);
    expect(await redis.exists(LEASE, FOLLOWERS)).toBe(0);
  });

  it('wakes every follower to answer alone when there is nothing to share, and forms no flight for a moment', async () => {
    const leader = await boardMany(3);
    await leader.complete('unshared');
    await vi.waitUntil(() => woken.length === 3);
    expect(await flights().join(request('q_0'))).toEqual(ALONE);
    const marker = cacheKeys.flightUnshared(TENANT, FLIGHT);
    expect(await redis.pttl(marker)).toBeGreaterThan(0);
    await redis.del(marker);
    expect(await flights().join(request('q_0'))).toMatchObject(LED);
  });

  it('lets exactly one lead next when the leader is lost: the most urgent, then the longest waiting', async () => {
    const leader = await boardMany(0);
    await flights().join(request('q_low', { lane: 'low' }));
    await flights().join(request('q_first'));
    await flights().join(request('q_second'));
    await leader.complete('lost');
    await vi.waitUntil(() => woken.length === 1);
    expect(woken).toEqual(['q_first']);
    expect(await redis.zrange(FOLLOWERS, '0', '-1')).toEqual(['1 q_second', '2 q_low']);
    expect(await flights().join(request('q_first'))).toMatchObject(LED);
  });

  it('passes over followers that have left, until one leads', async () => {
    for (const queryId of ['q_a', 'q_b']) gone.add(queryId);
    const leader = await boardMany(0);
    for (const queryId of ['q_a', 'q_b', 'q_c', 'q_d']) await flights().join(request(queryId));
    await leader.complete('lost');
    await vi.waitUntil(() => woken.length === 3);
    expect(woken).toEqual(['q_a', 'q_b', 'q_c']);
    expect(await redis.zcard(FOLLOWERS)).toBe(1);
  });

  it('happens once, whatever it is told afterwards', async () => {
    const leader = await boardMany(0);
    await leader.complete('shared');
    const next = await flights().join(request('q_next'));
    await flights().join(request('q_other'));
    await leader.complete('unshared');
    expect(await redis.get(LEASE)).toMatch(/q_next$/);
    expect(next).toMatchObject(LED);
    expect(woken).toEqual([]);
  });

  it('never throws, though nobody can be woken', async () => {
    const failing = flights({ wake: () => Promise.reject(new Error('queue away')) });
    const leader = leading(await failing.join(request('q_1')));
    await failing.join(request('q_2'));
    await expect(leader.complete('shared')).resolves.toBeUndefined();
    expect(await redis.exists(LEASE)).toBe(0);
  });
});

describe('a cache Redis that is away', () => {
  it('lets everybody answer alone, and completes without a word', async () => {
    const connection = connectRedis({ url: server.url, profile: 'cache', name: 'cut' });
    await whenReady(connection, 5_000);
    const cut = flights({ redis: connection });
    const leader = leading(await cut.join(request('q_1')));
    connection.disconnect();
    await vi.waitUntil(() => connection.status === 'end');
    expect(await cut.join(request('q_2'))).toEqual(ALONE);
    await expect(leader.complete('shared')).resolves.toBeUndefined();
  });

  it('leaves no lease behind when it answers too late', async () => {
    const connection = connectRedis({ url: server.url, profile: 'fail-fast', name: 'slow' });
    await whenReady(connection, 5_000);
    await redis.client('PAUSE', 200, 'ALL');
    expect(await flights({ redis: connection, timeoutMs: 20 }).join(request('q_1'))).toEqual(ALONE);
    // The same connection keeps the order: the joining has been done when this first looks, and is undone after it.
    await vi.waitUntil(async () => (await connection.exists(LEASE)) === 0);
    await closeRedis(connection, 500);
  });
});
