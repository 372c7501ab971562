import { queueKeys } from '@ragfleet/contracts';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { beforeEach, expect, it } from 'vitest';
import { createErasures } from './create-erasures.ts';

const { redis } = await openTestRedis();
const sealer = createSealer(Buffer.alloc(32, 7).toString('base64'));
let nowMs = 1_000;
const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
const erasures = createErasures({ redis, sealer, clock });
const ADA = { kind: 'user', id: 'ada' } as const;

beforeEach(async () => {
  await redis.flushdb();
  nowMs += 60_000;
});

it('is one for each person and document, under a name that says nothing of them', async () => {
  const first = await erasures.begin('acme', ADA);
  expect(first).toMatchObject({ subject: ADA, status: 'running', createdAtMs: nowMs, counts: {} });
  expect(first.erasureId).toMatch(/^ers_[0-9a-f]{32}$/);
  expect(erasures.idOf('acme', ADA)).toBe(first.erasureId);
  const others = [
    await erasures.begin('acme', { kind: 'document', id: 'ada' }),
    await erasures.begin('globex', ADA),
  ];
  expect(new Set([first, ...others].map(({ erasureId }) => erasureId)).size).toBe(3);
  expect(JSON.stringify(await redis.hgetall(queueKeys.erasure('acme', first.erasureId)))).not.toContain(
    'ada',
  );
  expect(await erasures.get('globex', first.erasureId)).toBeNull();
});

it('is done by one at a time, goes to another when that one dies, and is followed by its counts', async () => {
  const begun = await erasures.begin('acme', ADA);
  expect(await erasures.claim(5_000)).toEqual(begun);
  expect(await erasures.claim(5_000)).toBeNull();
  nowMs += 5_001;
  expect(await erasures.claim(5_000)).toEqual(begun);
  await erasures.postpone(begun, 100);
  expect(await erasures.claim(5_000)).toBeNull();
  nowMs += 100;
  expect(await erasures.claim(5_000)).toEqual(begun);
  await erasures.count(begun, { queries: 2, api_keys: 0 });
  await erasures.count(begun, { queries: 1 });
  expect(await erasures.finish(begun)).toBe(true);
  expect(await erasures.get('acme', begun.erasureId)).toMatchObject({
    status: 'finished',
    finishedAtMs: nowMs,
    counts: { queries: 3 },
  });
  nowMs += 60_000;
  expect(await erasures.claim(5_000)).toBeNull();
  expect(await redis.ttl(queueKeys.erasure('acme', begun.erasureId))).toBe(30 * 86_400);
});

it('does not finish when it was asked for again meanwhile, and begins anew when it had finished', async () => {
  const begun = await erasures.begin('acme', ADA);
  nowMs += 1;
  const again = await erasures.begin('acme', ADA);
  expect(again).toMatchObject({ createdAtMs: begun.createdAtMs, askedAtMs: nowMs });
  expect(await erasures.finish(begun)).toBe(false);
  expect(await erasures.claim(1)).toEqual(again);
  expect(await erasures.finish(again)).toBe(true);
  nowMs += 1;
  const anew = await erasures.begin('acme', ADA);
  expect(anew).toMatchObject({ status: 'running', createdAtMs: nowMs, finishedAtMs: null, counts: {} });
  expect(await redis.ttl(queueKeys.erasure('acme', anew.erasureId))).toBe(-1);
});

it('is refused when too many of a tenant run, and leaves with its tenant', async () => {
  const open = Array.from({ length: 1_000 }, (_, at) => [0, `ers_${at}`]).flat();
  await redis.zadd(queueKeys.openErasures('acme'), ...open);
  await expect(erasures.begin('acme', ADA)).rejects.toMatchObject({ kind: 'rate-limited' });
  const { erasureId } = await erasures.begin('globex', ADA);
  await redis.del(queueKeys.erasure('globex', erasureId));
  expect(await erasures.claim(1)).toBeNull();
  expect(await redis.zcard(queueKeys.erasures)).toBe(0);
});
