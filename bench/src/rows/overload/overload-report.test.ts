import { expect, test } from 'vitest';
import type { GoodputSlice } from './goodput.ts';
import { type OverloadFindings, reportOverload } from './overload-report.ts';

const slice = (perSecond: number, more: Partial<GoodputSlice> = {}): GoodputSlice => ({
  perSecond,
  offeredPerSecond: 60,
  acceptedMs: [5, 5],
  refusedMs: [3, 3, 3, 3, 3, 3],
  mostOpen: 1_000,
  ...more,
});
const costs = (cpuUs: number) => ({ cpuUs: [cpuUs, cpuUs, cpuUs], wallUs: [1, 1, 1] });
const report = (more: Partial<OverloadFindings>) =>
  reportOverload({
    costs: { accepted: costs(500), refused: costs(250) },
    bound: { depth: 5_003, depthLimit: 5_000, open: 1_000, openLimit: 1_000, inFlight: 64 },
    capacityPerSecond: 30,
    atCapacity: [slice(30), slice(20), slice(30)],
    overloaded: [slice(30), slice(20), slice(30)],
    redisVersion: '7',
    ...more,
  });

test('goodput is compared round by round', () => {
  expect(report({ overloaded: [slice(28.5), slice(19), slice(28.5)] })).toMatchObject({
    ratio: 0.95,
    met: true,
  });
  expect(report({ overloaded: [slice(28.4), slice(18.9), slice(28.4)] }).met).toBe(false);
});
test('a refusal that costs more than six tenths of an acceptance has missed its target', () => {
  expect(report({ costs: { accepted: costs(500), refused: costs(300) } }).met).toBe(true);
  expect(report({ costs: { accepted: costs(500), refused: costs(305) } }).met).toBe(false);
});
test('a lane that took less than its limit shows no bound, and one that took more has none', () => {
  const bound = { depth: 5_064, depthLimit: 5_000, open: 1_000, openLimit: 1_000, inFlight: 64 };
  expect(report({ bound }).met).toBe(true);
  expect(report({ bound: { ...bound, depth: 5_065 } }).met).toBe(false);
  expect(report({ bound: { ...bound, depth: 4_999 } }).met).toBe(false);
});
test('a tenant never has more open than it may, at no moment', () => {
  const overloaded = [slice(30), slice(20, { mostOpen: 1_001 }), slice(30)];
  expect(report({ overloaded }).figures?.['open_of_a_tenant']?.met).toBe(false);
});
test('the share that was refused is of everything that was offered', () => {
  expect(report({}).figures?.['refused_share_at_twice']?.ratio).toBeCloseTo(0.75);
});
