import { expect, it } from 'vitest';
import { createLoopHeartbeat } from './loop-heartbeat.ts';

it('a loop is live until it has not come round for five minutes', () => {
  let nowMs = 0;
  const heartbeat = createLoopHeartbeat({ nowMs: () => 0, monotonicMs: () => nowMs });
  nowMs = 600_000;
  expect(heartbeat.isLive()).toBe(true);
  heartbeat.beat();
  nowMs += 299_000;
  expect(heartbeat.isLive()).toBe(true);
  nowMs += 1_000;
  expect(heartbeat.isLive()).toBe(false);
  heartbeat.beat();
  expect(heartbeat.isLive()).toBe(true);
});
