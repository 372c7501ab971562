import { expect, test } from 'vitest';
import { compareLatencies } from './compare-latencies.ts';

const waits = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('keeps a median a round for each side, of the first and of the end, and forgets the first round', async () => {
  let calls = 0;
  const call = async (onFirst: () => void): Promise<void> => {
    calls += 1;
    onFirst();
    await waits(20);
  };
  const latencies = await compareLatencies(new Map([['side', call]]), { rounds: 2, calls: 3, callers: 1 });
  expect(calls).toBe(9);
  const { firstMs = [], totalMs = [] } = latencies.get('side') ?? {};
  expect(totalMs).toHaveLength(2);
  expect(totalMs.every((ms, round) => ms > 18 && ms > (firstMs[round] ?? Number.NaN))).toBe(true);
});
test('has as many calls under way as there are callers, and makes no more than asked for', async () => {
  let [now, most, all] = [0, 0, 0];
  const call = async (onFirst: () => void): Promise<void> => {
    onFirst();
    all += 1;
    most = Math.max(most, (now += 1));
    await waits(5);
    now -= 1;
  };
  await compareLatencies(new Map([['side', call]]), { rounds: 1, calls: 10, callers: 4 });
  expect(most).toBe(4);
  expect(all).toBe(20);
});
test('warms each side up by as many calls as it is told to, which count for nothing', async () => {
  let calls = 0;
  const call = async (onFirst: () => void): Promise<void> => {
    onFirst();
    calls += 1;
  };
  const options = { rounds: 2, calls: 3, callers: 1, warmUpCalls: 20 };
  const latencies = await compareLatencies(new Map([['side', call]]), options);
  expect([calls, latencies.get('side')?.totalMs.length]).toEqual([26, 2]);
});
test('a side whose call fails fails the row', async () => {
  const failing = async (): Promise<never> => {
    throw new Error('refused');
  };
  await expect(
    compareLatencies(new Map([['side', failing]]), { rounds: 1, calls: 1, callers: 1 }),
  ).rejects.toThrow('refused');
});
