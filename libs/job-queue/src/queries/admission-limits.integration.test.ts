import { queueKeys } from '@ragfleet/contracts';
import { isFault } from '@ragfleet/kernel';
import { openTestRedis } from '@ragfleet/test-support';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_ADMISSION_LIMITS } from './admission-limits.ts';
import { createQueryService } from './query-service.ts';
import { commandOf, principalOf, sealer } from './query.test-data.ts';

const server = await openTestRedis();
const { redis } = server;
const tenant = 'acme';

beforeEach(async () => {
  await redis.flushdb();
});

describe('admission', () => {
  it('refuses a tenant with too many open queries, and takes more when some end', async () => {
    const limits = { ...DEFAULT_ADMISSION_LIMITS, openPerTenant: 2 };
    const small = createQueryService({ redisUrl: server.url, sealer, limits });
    const first = await small.submit(commandOf(tenant));
    await small.submit(commandOf(tenant));
    await expect(small.submit(commandOf(tenant))).rejects.toSatisfy((error) =>
      isFault(error, 'rate-limited'),
    );
    await small.cancel(tenant, first.record.queryId);
    expect((await small.submit(commandOf(tenant))).replayed).toBe(false);
    await small.close();
  });

  it('tells a flood what it was told before without counting it again, and still gives back what it accepted', async () => {
    const limits = { ...DEFAULT_ADMISSION_LIMITS, openPerTenant: 1 };
    const clock = { nowMs: () => Date.now(), monotonicMs: () => 0 };
    const small = createQueryService({ redisUrl: server.url, sealer, limits, clock });
    const first = await small.submit(commandOf(tenant, { idempotencyKey: 'first', bodyHash: 'h' }));
    const refused = (idempotencyKey: string | null): Promise<unknown> =>
      small.submit(commandOf(tenant, { idempotencyKey, bodyHash: 'h' })).then(
        () => null,
        (error: unknown) => error,
      );
    const counted = async (): Promise<number> => {
      const [key = ''] = await redis.keys(`rf:${tenant}:rate:tenant:*`);
      return Number(await redis.get(key));
    };
    await refused(null);
    const before = await counted();
    const flood = await Promise.all([null, 'second', null, 'third'].map(refused));
    expect(flood).toEqual(flood.map(() => expect.objectContaining({ kind: 'rate-limited' }) as unknown));
    expect(await counted()).toBe(before);
    const again = await small.submit(commandOf(tenant, { idempotencyKey: 'first', bodyHash: 'h' }));
    expect(again).toMatchObject({ replayed: true, record: { queryId: first.record.queryId } });
    await small.close();
  });

  it('refuses a key that submits too fast and says when to come back', async () => {
    const slow = createQueryService({
      redisUrl: server.url,
      sealer,
      limits: { ...DEFAULT_ADMISSION_LIMITS, perSecondOfKey: 0.1 },
    });
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => slow.submit(commandOf(tenant))));
    const refused = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
    );
    expect(refused.length).toBeGreaterThanOrEqual(1);
    for (const fault of refused) {
      expect(fault).toMatchObject({
        kind: 'rate-limited',
        retryAfterMs: expect.closeTo(5_000, -4) as number,
      });
    }
    await slow.close();
  });

  it('holds a key to a rate of its own below the rate of all', async () => {
    const queryService = createQueryService({ redisUrl: server.url, sealer });
    const slow = { ...principalOf(tenant, 'slow'), requestsPerSecond: 0.1 };
    const submit = (principal: typeof slow): Promise<string> =>
      queryService.submit(commandOf(tenant, { principal })).then(
        () => 'admitted',
        (error: unknown) => (isFault(error) ? error.kind : 'other'),
      );
    // A window may end between two of them, so one of three is refused for sure.
    const outcomes = [await submit(slow), await submit(slow), await submit(slow)];
    expect(outcomes[0]).toBe('admitted');
    expect(outcomes).toContain('rate-limited');
    const fast = { ...slow, keyId: 'key-fast', requestsPerSecond: 1_000_000 };
    expect(await submit(fast)).toBe('admitted');
    await queryService.close();
  });

  it('keeps the high lane open for others when one tenant fills its share', async () => {
    const limits = {
      ...DEFAULT_ADMISSION_LIMITS,
      laneDepth: { high: 50, normal: 5_000, low: 5_000 },
      highShareOfTenant: 0.04,
    };
    const small = createQueryService({ redisUrl: server.url, sealer, limits });
    for (const _ of [1, 2]) await small.submit(commandOf(tenant, { lane: 'high' }));
    const third = small.submit(commandOf(tenant, { lane: 'high' }));
    await expect(third).rejects.toSatisfy((error) => isFault(error, 'rate-limited'));
    expect((await small.submit(commandOf(`${tenant}-b`, { lane: 'high' }))).record.lane).toBe('high');
    await small.close();
  });

  describe('of a tenant with limits of its own', () => {
    const NONE = {
      perSecondOfKey: null,
      perSecondOfTenant: null,
      openPerTenant: null,
      highShareOfTenant: null,
    };
    // One moment for all, so that no window of a rate ends between two questions.
    const AT_MS = Date.now();
    let own: Partial<typeof NONE> | Record<string, number> = {};
    const queryServiceOf = (limits = DEFAULT_ADMISSION_LIMITS) =>
      createQueryService({
        redisUrl: server.url,
        sealer,
        limits,
        clock: { nowMs: () => AT_MS, monotonicMs: () => performance.now() },
        limitsOf: (tenantId) => Promise.resolve(tenantId === tenant ? { ...NONE, ...own } : null),
      });
    const outcomeOf = (work: Promise<unknown>): Promise<string> =>
      work.then(
        () => 'accepted',
        (error: unknown) => (isFault(error) ? error.kind : 'other'),
      );

    it('keeps to them at once, up and down, and holds nobody else to them', async () => {
      const queryService = queryServiceOf({ ...DEFAULT_ADMISSION_LIMITS, openPerTenant: 2 });
      own = { openPerTenant: 1 };
      const ask = (tenantId = tenant) => outcomeOf(queryService.submit(commandOf(tenantId)));
      expect([await ask(), await ask()]).toEqual(['accepted', 'rate-limited']);
      expect([await ask('other'), await ask('other'), await ask('other')]).toEqual([
        'accepted',
        'accepted',
        'rate-limited',
      ]);
      own = { openPerTenant: 3 };
      // What was refused a moment ago is believed for a tenth of a second.
      await vi.waitUntil(async () => (await ask()) === 'accepted');
      expect([await ask(), await ask()]).toEqual(['accepted', 'rate-limited']);
      await queryService.close();
    });

    it('has its rates, of a key and of all its keys, and is told of a change before the window ends', async () => {
      const queryService = queryServiceOf();
      own = { perSecondOfKey: 0.1 };
      const ask = () => outcomeOf(queryService.submit(commandOf(tenant)));
      expect([await ask(), await ask()]).toEqual(['accepted', 'rate-limited']);
      own = { perSecondOfTenant: 0.1 };
      expect(await ask()).toBe('rate-limited');
      own = { perSecondOfKey: null, perSecondOfTenant: null };
      expect(await ask()).toBe('accepted');
      await queryService.close();
    });

    it('has its share of the high lane', async () => {
      const queryService = queryServiceOf({
        ...DEFAULT_ADMISSION_LIMITS,
        laneDepth: { high: 10, normal: 50, low: 50 },
      });
      own = { highShareOfTenant: 0.1 };
      const ask = (lane: 'high' | 'low') => outcomeOf(queryService.submit(commandOf(tenant, { lane })));
      expect([await ask('high'), await ask('high'), await ask('low')]).toEqual([
        'accepted',
        'rate-limited',
        'accepted',
      ]);
      await queryService.close();
    });
  });

  it('holds no turn of an earlier flood against a tenant that asks for its share', async () => {
    const limits = { ...DEFAULT_ADMISSION_LIMITS, fairShareOfLane: 1 };
    const fair = createQueryService({ redisUrl: server.url, sealer, limits });
    const ask = async (name: string): Promise<string> =>
      (await fair.submit(commandOf(`${tenant}-${name}`, { lane: 'low' }))).record.queryId;
    const priorityOf = (name: string, queryId: string): Promise<string | null> =>
      redis.hget(queueKeys.query(`${tenant}-${name}`, queryId), 'priority');
    const before: string[] = [];
    for (let at = 0; at < 6; at += 1) before.push(await ask('quiet'));
    expect(await priorityOf('quiet', before.at(-1) ?? '')).toBe('5');
    for (const queryId of before) await fair.cancel(`${tenant}-quiet`, queryId);
    const flood: string[] = [];
    for (let at = 0; at < 3; at += 1) flood.push(await ask('noisy'));
    expect(await priorityOf('noisy', flood.at(-1) ?? '')).toBe('2');
    expect(await priorityOf('quiet', await ask('quiet')), 'straight to the list').toBe('0');
    expect(await priorityOf('quiet', await ask('quiet')), 'beside the first of the flood').toBe('1');
    await fair.close();
  });

  it('lets tenants take turns beyond their fair share and keeps the order of each', async () => {
    const limits = { ...DEFAULT_ADMISSION_LIMITS, fairShareOfLane: 1 };
    const fair = createQueryService({ redisUrl: server.url, sealer, limits });
    const place = async (queryId: string): Promise<number | null> =>
      redis.zrank('bull:rag-low:prioritized', queryId);
    const ask = async (name: string): Promise<string> =>
      (await fair.submit(commandOf(`${tenant}-${name}`, { lane: 'low' }))).record.queryId;
    const noisy: string[] = [];
    for (let count = 0; count < 5; count += 1) noisy.push(await ask('noisy'));
    const other = [await ask('other'), await ask('other')];
    expect(await place(noisy[0] ?? '')).toBeNull();
    expect(await place(other[0] ?? '')).toBeNull();
    const ranked = await Promise.all([...noisy.slice(1), ...other.slice(1)].map(place));
    expect(ranked).toEqual([0, 2, 3, 4, 1]);
    for (const done of noisy.slice(0, 3)) await fair.cancel(`${tenant}-noisy`, done);
    await vi.waitUntil(async () => (await place(noisy[2] ?? '')) === null);
    const afterwards = await ask('noisy');
    expect(await place(afterwards)).toBeGreaterThan((await place(noisy[4] ?? '')) ?? 0);
    await fair.close();
  });

  it('takes nothing new while Redis is nearly full', async () => {
    const small = createQueryService({ redisUrl: server.url, sealer });
    await small.submit(commandOf(tenant));
    const used = Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
    await redis.config('SET', 'maxmemory', Math.round(used * 1.25));
    const refused = await vi.waitUntil(
      () =>
        small.submit(commandOf(tenant)).then(
          () => null,
          (error: unknown) => error,
        ),
      { interval: 100 },
    );
    expect(isFault(refused, 'overloaded')).toBe(true);
    await redis.config('SET', 'maxmemory', 0);
    await vi.waitFor(() => small.submit(commandOf(tenant)), { interval: 100 });
    await small.close();
  });
});
