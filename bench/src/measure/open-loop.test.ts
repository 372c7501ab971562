import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openLoop } from './open-loop.ts';

test('does not wait for what began before, and says when each was due', async () => {
  let [running, most] = [0, 0];
  const due = await openLoop({ perSecond: 200, count: 5 }, async (dueAtMs) => {
    most = Math.max(most, (running += 1));
    await delay(100);
    running -= 1;
    return dueAtMs;
  });
  expect(most).toBe(5);
  expect(due.map((at) => Math.round(at - (due[0] ?? 0)))).toEqual([0, 5, 10, 15, 20]);
});
test('a slow beginning does not move the times that follow', async () => {
  const due = await openLoop({ perSecond: 100, count: 3 }, async (dueAtMs, at) => {
    if (at === 0) for (const untilMs = performance.now() + 50; performance.now() < untilMs; );
    return dueAtMs;
  });
  expect(Math.round((due[2] ?? 0) - (due[0] ?? 0))).toBe(20);
});
test('a failure is thrown', async () => {
  const failing = async (): Promise<never> => {
    throw new Error('refused');
  };
  await expect(openLoop({ perSecond: 1_000, count: 2 }, failing)).rejects.toThrow('refused');
});
