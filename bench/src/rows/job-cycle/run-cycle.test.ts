import { afterEach, expect, test, vi } from 'vitest';
import { type CycleSide, openCycle } from './run-cycle.ts';

afterEach(() => vi.useRealTimers());

/** Runs what it is given, in its own time. */
const side =
  (run: (onDone: () => void, at: number) => void, more: Partial<CycleSide> = {}) =>
  async (onDone: () => void): Promise<CycleSide> => ({
    add: async (at) => run(onDone, at),
    close: async () => undefined,
    ...more,
  });

test('a slice counts the jobs that were added in it and waits for the last to have run', async () => {
  const late: (() => void)[] = [];
  const cycle = await openCycle(
    'late',
    3,
    side((onDone) => late.push(onDone)),
  );
  const slice = cycle.slice(0);
  await new Promise(setImmediate);
  expect(late).toHaveLength(3);
  let hasEnded = false;
  void slice.then(() => (hasEnded = true));
  for (const onDone of late.slice(0, 2)) onDone();
  await new Promise(setImmediate);
  expect(hasEnded).toBe(false);
  late[2]?.();
  expect(await slice).toBe(3);
});

test('the next slice counts its own alone, and no job has the number of another', async () => {
  const numbers: number[] = [];
  const cycle = await openCycle(
    'quick',
    2,
    side((onDone, at) => {
      numbers.push(at);
      onDone();
    }),
  );
  expect([await cycle.slice(0), await cycle.slice(0)]).toEqual([2, 2]);
  expect(new Set(numbers).size).toBe(4);
});

test('a caller adds one job after the other until the time is over', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const cycle = await openCycle(
    'steady',
    1,
    side((onDone) => {
      vi.advanceTimersByTime(10);
      onDone();
    }),
  );
  expect(await cycle.slice(performance.now() + 30)).toBe(3);
});

test('in bulk one caller adds, and each job of it counts', async () => {
  let adds = 0;
  const bulk = side(
    (onDone) => {
      adds += 1;
      for (let job = 0; job < 5; job += 1) onDone();
    },
    { jobsOfAnAdd: 5 },
  );
  const cycle = await openCycle('bulk', 3, bulk);
  expect([await cycle.slice(0), adds]).toEqual([5, 1]);
});

test('a side that is slow is waited for as long as it runs jobs', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const late: (() => void)[] = [];
  const cycle = await openCycle(
    'slow',
    3,
    side((onDone) => late.push(onDone)),
  );
  const slice = cycle.slice(0);
  await new Promise(setImmediate);
  for (const onDone of late) {
    await vi.advanceTimersByTimeAsync(59_000);
    onDone();
  }
  expect(await slice).toBe(3);
});

test('a side that leaves a job behind is said by its name, with what it did', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  let jobs = 0;
  const cycle = await openCycle(
    'lame',
    2,
    side((onDone) => {
      jobs += 1;
      if (jobs === 1) onDone();
    }),
  );
  const failure = cycle.slice(0).catch(String);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await failure).toContain('lame ran 1 of 2 jobs');
});

test('a side is closed by its own closing', async () => {
  const close = vi.fn<() => Promise<void>>(async () => undefined);
  const cycle = await openCycle(
    'closing',
    1,
    side((onDone) => onDone(), { close }),
  );
  await cycle.close();
  expect(close).toHaveBeenCalledOnce();
});
