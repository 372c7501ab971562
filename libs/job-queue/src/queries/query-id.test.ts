import { describe, expect, it } from 'vitest';
import { newQueryId } from './query-id.ts';

describe('newQueryId', () => {
  it('is a UUIDv7 that BullMQ takes as a job id', () => {
    expect(newQueryId(Date.now())).toMatch(/^q_[\da-f]{12}7[\da-f]{3}[89ab][\da-f]{15}$/);
  });

  it('sorts by time and never repeats within a millisecond', () => {
    const now = 1_790_000_000_000;
    expect(newQueryId(now) < newQueryId(now + 1)).toBe(true);
    expect(new Set(Array.from({ length: 1_000 }, () => newQueryId(now))).size).toBe(1_000);
  });
});
