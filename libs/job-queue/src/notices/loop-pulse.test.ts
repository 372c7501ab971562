import { expect, it } from 'vitest';
import { createLoopPulse } from './loop-pulse.ts';

it('a loop is live until it has not come round for five minutes', () => {
  let nowMs = 0;
  const pulse = createLoopPulse({ nowMs: () => 0, monotonicMs: () => nowMs });
  nowMs = 600_000;
  expect(pulse.isLive()).toBe(true);
  pulse.beat();
  nowMs += 299_000;
  expect(pulse.isLive()).toBe(true);
  nowMs += 1_000;
  expect(pulse.isLive()).toBe(false);
  pulse.beat();
  expect(pulse.isLive()).toBe(true);
});
