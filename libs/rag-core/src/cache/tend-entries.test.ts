import { describe, expect, it } from 'vitest';
import { ASKED, bench, LEAVE } from '../answer/answer-question.fixture.ts';

const MINUTE_MS = 60_000;

/** Whether a hit at `afterMs` has the entry written anew, which lives for `ttlSeconds`. */
async function refreshesAt(ttlSeconds: number, afterMs: number): Promise<boolean> {
  let nowMs = Date.UTC(2026, 0, 5);
  const asked: string[] = [];
  const at = bench([LEAVE], {
    clock: { nowMs: () => nowMs, monotonicMs: () => nowMs },
    // Nothing is taken off its life.
    random: () => 0,
  });
  Object.assign(at.cache, { refreshes: { request: async () => void asked.push('refresh') } });
  const question = { ...ASKED, cache: { ...ASKED.cache, ttlSeconds } };
  await at.result(question);
  nowMs += afterMs;
  expect((await at.result(question)).cache.status).toBe('hit');
  return asked.length > 0;
}

describe('an entry that is asked for near its end', () => {
  it.each([
    ['a day', 86_400, 23 * 60 * MINUTE_MS, false],
    ['a day', 86_400, 24 * 60 * MINUTE_MS - 11 * MINUTE_MS, false],
    ['a day', 86_400, 24 * 60 * MINUTE_MS - 9 * MINUTE_MS, true],
    ['ten minutes', 600, 8 * MINUTE_MS, false],
    ['ten minutes', 600, 9.5 * MINUTE_MS, true],
  ])(
    'of a life of %s (%d s), at %d ms, is written anew: %s',
    async (_life, ttlSeconds, afterMs, isRefreshed) => {
      expect(await refreshesAt(ttlSeconds, afterMs)).toBe(isRefreshed);
    },
  );
});
