import { WEBHOOK_SCHEDULE_MS } from '@ragfleet/contracts';
import { describe, expect, it } from 'vitest';
import { retryDelayMs } from './retry-schedule.ts';

const at = (random: number) => ({ delaysMs: WEBHOOK_SCHEDULE_MS, jitter: 0.2, random: () => random });

describe('retryDelayMs', () => {
  it('follows the published schedule', () => {
    const delays = [2, 3, 4, 5, 6, 7, 8].map((attempt) => retryDelayMs(at(0.5), attempt));
    expect(delays).toEqual([5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 36_000_000]);
  });

  it('spreads each delay over 20 % on both sides', () => {
    expect([retryDelayMs(at(0), 2), retryDelayMs(at(1), 2)]).toEqual([4_000, 6_000]);
  });

  it('waits as long as the receiver asks when that is longer, and no less than the schedule', () => {
    expect(retryDelayMs(at(0.5), 2, 60_000)).toBe(60_000);
    expect(retryDelayMs(at(0.5), 3, 1_000)).toBe(300_000);
  });
});
