import { expect, it } from 'vitest';
import { START_WINDOW_MS, timeUntilStartMs } from './lane-pace.ts';

const HALF_WAY = 10 * START_WINDOW_MS + START_WINDOW_MS / 2;

it('a place takes as long as so many starts took', () => {
  // 90 starts in 45 s: two a second.
  expect(timeUntilStartMs(10, { before: 60, current: 30 }, HALF_WAY)).toBe(5_000);
  expect(timeUntilStartMs(1, { before: 0, current: 1 }, HALF_WAY)).toBe(45_000);
});

it('is not known where nothing began', () => {
  expect(timeUntilStartMs(1, { before: 0, current: 0 }, HALF_WAY)).toBeNull();
});
