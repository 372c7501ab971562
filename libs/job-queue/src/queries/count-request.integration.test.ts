import { isFault } from '@ragfleet/kernel';
import { openTestRedis } from '@ragfleet/test-support';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEFAULT_ADMISSION_LIMITS } from './admission-limits.ts';
import type { QueryService } from './contract.ts';
import { createQueryService } from './query-service.ts';
import { commandOf, principalOf, sealer } from './query.test-data.ts';

const server = await openTestRedis();
const { redis, url: redisUrl } = server;
const ada = principalOf('acme', 'ada');
const limits = { ...DEFAULT_ADMISSION_LIMITS, perSecondOfKey: 0.2, perSecondOfTenant: 0.3 };

let nowMs: number;
let queryService: QueryService;
beforeEach(async () => {
  await redis.flushdb();
  nowMs = 1_000_002_500;
  const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
  queryService = createQueryService({ redisUrl, sealer, limits, clock });
});
afterEach(() => queryService.close());

const outcomeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (isFault(error) ? error.kind : 'other'),
  );
const count = (keyId = ada.keyId) => outcomeOf(queryService.countRequest({ ...ada, keyId }));
const countedOfTenant = async (): Promise<number> => {
  const [key = ''] = await redis.keys('rf:acme:rate:tenant:*');
  return Number(await redis.get(key));
};

it('a request counts among the questions of its key, and says when to come back', async () => {
  expect(await outcomeOf(queryService.submit(commandOf('acme', { principal: ada })))).toBe('done');
  expect(await count()).toBe('done');
  await expect(queryService.countRequest(ada)).rejects.toMatchObject({
    kind: 'rate-limited',
    retryAfterMs: 7_500,
  });
  expect(await outcomeOf(queryService.submit(commandOf('acme', { principal: ada })))).toBe('rate-limited');
  nowMs += 7_500;
  expect(await count()).toBe('done');
});

it('other keys of the tenant have what it leaves of the rate of all', async () => {
  expect([await count(), await count(), await count('key-2'), await count('key-3')]).toEqual([
    'done',
    'done',
    'done',
    'rate-limited',
  ]);
});

it('a key has its own rate where that is lower', async () => {
  const slow = { ...ada, requestsPerSecond: 0.1 };
  expect(await outcomeOf(queryService.countRequest(slow))).toBe('done');
  expect(await outcomeOf(queryService.countRequest(slow))).toBe('rate-limited');
});

it('a flood is told what it was told before, without another word to Redis', async () => {
  for (let asked = 0; asked < 3; asked += 1) await count();
  const before = await countedOfTenant();
  expect(await Promise.all(Array.from({ length: 20 }, () => count()))).toEqual(
    Array.from({ length: 20 }, () => 'rate-limited'),
  );
  expect(await countedOfTenant()).toBe(before);
});

it('says that nothing was done where it cannot count', async () => {
  await server.kill();
  await expect(queryService.countRequest(ada)).rejects.toMatchObject({
    kind: 'unavailable',
    isOutcomeKnown: true,
  });
  await server.restart();
});
