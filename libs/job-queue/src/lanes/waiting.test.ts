import { describe, expect, it } from 'vitest';
import { lookAgainAtMs, MAX_WAITS, mayWait } from './waiting.ts';

const run = (deadlineMs: number) => ({
  enqueuedAtMs: 1_000,
  job: { tenantId: 'acme', queryId: 'q_1', deadlineAtMs: 1_000 + deadlineMs },
});

describe('lookAgainAtMs', () => {
  it('is when it was asked for, as long as time for an answer is left after it', () => {
    expect(lookAgainAtMs(run(60_000), 10_000, 2_000)).toBe(12_000);
  });

  it('keeps 5 s before the deadline free, of a short one two fifths', () => {
    expect(lookAgainAtMs(run(60_000), 70_000, 2_000)).toBe(56_000);
    expect(lookAgainAtMs(run(5_000), 10_000, 2_000)).toBe(4_000);
  });

  it('is never in the past', () => {
    expect(lookAgainAtMs(run(5_000), 10_000, 5_500)).toBe(5_500);
  });
});

describe('mayWait', () => {
  it('ends with the time that may be waited, and after a number of waits', () => {
    expect(mayWait(run(60_000), 0, 55_999)).toBe(true);
    expect(mayWait(run(60_000), 0, 56_000)).toBe(false);
    expect(mayWait(run(60_000), MAX_WAITS - 1, 2_000)).toBe(true);
    expect(mayWait(run(60_000), MAX_WAITS, 2_000)).toBe(false);
  });
});
