import { beforeEach, expect, test } from 'vitest';
import { createRecentRefusals, type RecentRefusals } from './recent-refusals.ts';

let nowMs = 0;
let refusals: RecentRefusals;
const limits = { perSecondOfKey: 1, perSecondOfTenant: 2 };
const query = { tenantId: 'acme', keyId: 'k1', lane: 'normal', limits } as const;
const high = { ...query, lane: 'high' } as const;

beforeEach(() => {
  nowMs = 5_000;
  refusals = createRecentRefusals({ nowMs: () => 0, monotonicMs: () => nowMs });
});

test('a tenant that is full is full in every lane, for a tenth of a second', () => {
  refusals.remember(query, { outcome: 'tenant-full' });
  nowMs += 99;
  expect(refusals.of(high)).toEqual({ outcome: 'tenant-full' });
  nowMs += 1;
  expect(refusals.of(query)).toBeNull();
});
test('nobody else is refused for it', () => {
  refusals.remember(query, { outcome: 'tenant-full' });
  refusals.remember(query, { outcome: 'rate-limited', retryAfterMs: 4_000 });
  expect(refusals.of({ ...query, tenantId: 'other' })).toBeNull();
});
test('a lane that is full is full for every tenant, and no other lane is', () => {
  refusals.remember(query, { outcome: 'lane-full' });
  expect(refusals.of({ ...query, tenantId: 'other' })).toEqual({ outcome: 'lane-full' });
  expect(refusals.of(high)).toBeNull();
});
test('a share of the high lane says nothing about other lanes', () => {
  refusals.remember(high, { outcome: 'high-share-full' });
  expect(refusals.of(high)).toEqual({ outcome: 'high-share-full' });
  expect(refusals.of(query)).toBeNull();
});
test('a key is too fast until its window ends, and is told what is left of it', () => {
  refusals.remember(query, { outcome: 'rate-limited', retryAfterMs: 4_000 });
  nowMs += 3_000;
  expect(refusals.of(high)).toEqual({ outcome: 'rate-limited', retryAfterMs: 1_000 });
  expect(refusals.of({ ...query, keyId: 'k2' })).toBeNull();
  nowMs += 1_000;
  expect(refusals.of(query)).toBeNull();
});
test('a rate that was changed has to be asked for, before its window ends', () => {
  refusals.remember(query, { outcome: 'rate-limited', retryAfterMs: 4_000 });
  expect(refusals.of({ ...query, limits: { ...limits, perSecondOfKey: 5 } })).toBeNull();
  expect(refusals.of({ ...query, limits: { ...limits, perSecondOfTenant: 5 } })).toBeNull();
  expect(refusals.of(query)).not.toBeNull();
});
test('room that was made is known at once; the rate stays what it was', () => {
  refusals.remember(high, { outcome: 'tenant-full' });
  refusals.remember(high, { outcome: 'high-share-full' });
  refusals.remember(high, { outcome: 'rate-limited', retryAfterMs: 4_000 });
  refusals.forget('acme');
  expect(refusals.of({ ...high, keyId: 'k2' })).toBeNull();
  expect(refusals.of(high)).toMatchObject({ outcome: 'rate-limited' });
});
test('a key that was used for something else is a mistake of its request alone', () => {
  refusals.remember(query, { outcome: 'key-reused' });
  expect(refusals.of(query)).toBeNull();
});
test('the memory is bounded', () => {
  refusals.remember(query, { outcome: 'tenant-full' });
  for (let at = 0; at < 10_000; at += 1)
    refusals.remember({ ...query, tenantId: `tenant-${at}` }, { outcome: 'tenant-full' });
  expect(refusals.of(query)).toBeNull();
  expect(refusals.of({ ...query, tenantId: 'tenant-9999' })).not.toBeNull();
});
