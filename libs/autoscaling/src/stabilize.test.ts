import { expect, test } from 'vitest';
import { DEFAULT_BEHAVIOR } from './scaling-behavior.ts';
import { stabilize } from './stabilize.ts';

const behavior = {
  scaleUp: { ...DEFAULT_BEHAVIOR.scaleUp, stabilizationWindowSeconds: 60 },
  scaleDown: DEFAULT_BEHAVIOR.scaleDown,
};
const state = (nowMs: number, past: { atMs: number; replicas: number }[]) => ({
  currentReplicas: 10,
  past,
  behavior,
  nowMs,
});

test('down to no less than the highest wish of five minutes', () => {
  expect(stabilize(2, state(299_000, [{ atMs: 0, replicas: 8 }]))).toBe(8);
  expect(stabilize(2, state(300_000, [{ atMs: 0, replicas: 8 }]))).toBe(2);
});

test('up to no more than the lowest wish of its window', () => {
  expect(stabilize(20, state(59_000, [{ atMs: 0, replicas: 12 }]))).toBe(12);
  expect(stabilize(20, state(60_000, [{ atMs: 0, replicas: 12 }]))).toBe(20);
});

test('stays between the two', () => {
  const past = [
    { atMs: 0, replicas: 5 },
    { atMs: 1_000, replicas: 15 },
  ];
  expect(stabilize(12, state(2_000, past))).toBe(10);
});
