import { describe, expect, it } from 'vitest';
import { createLine, MAX_WAIT_MS } from './line.ts';

const middle = () => 0.5;

describe('a line', () => {
  it('sends each one away for as long as those before it need', () => {
    const line = createLine(4, middle);
    for (let place = 0; place < 4; place += 1) line.enter(0);
    const waits = [1, 2, 3, 4].map(() => line.waitMs(1_000));
    // Four places are held for a second by now: one comes free every 250 ms.
    expect(waits).toEqual([250, 500, 750, 1_000]);
  });

  it('spreads a thousand of them that wait for what hangs, and holds none back for longer than its limit', () => {
    const line = createLine(4, Math.random);
    line.enter(0);
    const waits = Array.from({ length: 1_000 }, () => line.waitMs(15_000));
    expect(Math.max(...waits)).toBeLessThanOrEqual(MAX_WAIT_MS);
    // However often each comes back, the fleet looks at fewer than ten of them a second.
    const looksPerSecond = waits.reduce((sum, waitMs) => sum + 1_000 / waitMs, 0);
    expect(looksPerSecond).toBeLessThan(10);
  });

  it('learns the pace from what ends, so that a fast endpoint is not kept waiting', () => {
    const line = createLine(4, middle);
    for (let run = 0; run < 30; run += 1) line.enter(run * 10)(run * 10 + 4);
    const waits = Array.from({ length: 100 }, () => line.waitMs(300));
    expect(Math.max(...waits)).toBeLessThanOrEqual(250);
  });

  it('forgets those who were sent away when their time is over', () => {
    const line = createLine(1, middle);
    const first = line.waitMs(0);
    for (let turn = 0; turn < 50; turn += 1) line.waitMs(0);
    expect(line.waitMs(10_000)).toBe(first);
  });

  it('counts what waits for a hanging endpoint no further than its longest wait, so that it is fast again at once', () => {
    const line = createLine(4, middle);
    const leave = line.enter(0);
    for (let turn = 0; turn < 10_000; turn += 1) line.waitMs(15_000);
    leave(15_000);
    for (let run = 0; run < 40; run += 1) line.enter(15_000)(15_004);
    expect(line.waitMs(15_000)).toBeLessThan(5_000);
  });

  it('lets nobody back before the time that it is told', () => {
    expect(createLine(4, middle).waitMs(0, 30_000)).toBeGreaterThan(30_000);
  });
});
