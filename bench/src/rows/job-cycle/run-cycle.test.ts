import { expect, test } from 'vitest';
import { openCycle } from './run-cycle.ts';

/** Runs what it is given, in its own time. */
const side =
  (run: (onDone: () => void) => void) =>
  async (onDone: () => void): Promise<{ add: () => Promise<void>; close: () => Promise<void> }> => ({
    add: async () => run(onDone),
    close: async () => undefined,
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

test('the next slice counts its own alone', async () => {
  const cycle = await openCycle(
    'quick',
    2,
    side((onDone) => onDone()),
  );
  expect([await cycle.slice(0), await cycle.slice(0)]).toEqual([2, 2]);
});
