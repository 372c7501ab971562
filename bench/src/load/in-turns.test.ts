import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inTurns } from './in-turns.ts';

test('every item once, as many at a time as asked for, results in order', async () => {
  let [running, most] = [0, 0];
  const doubled = await inTurns([5, 1, 4, 2, 3], 2, async (item) => {
    most = Math.max(most, (running += 1));
    await delay(item);
    running -= 1;
    return item * 2;
  });
  expect(doubled).toEqual([10, 2, 8, 4, 6]);
  expect(most).toBe(2);
});
test('a failure is thrown', async () => {
  const failing = async (): Promise<never> => {
    throw new Error('refused');
  };
  await expect(inTurns([1], 1, failing)).rejects.toThrow('refused');
});
