import { expect, test, vi } from 'vitest';
import { type FakeProcess, fakeProcess } from '../supervisor/fake-process.fixture.ts';
import { createWorkerPool } from './worker-pool.ts';

const PLACES = ['w-1', 'w-2', 'w-3'];

/** A pool of processes in memory that drain until the test lets them end. */
function stage({ isHolding = false, fails = (): boolean => false } = {}) {
  const journal: string[] = [];
  const fakes = new Map<string, FakeProcess>();
  const drains: (() => void)[] = [];
  const drained = (): Promise<void> => {
    if (!isHolding) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    drains.push(resolve);
    return promise;
  };
  const gone: string[] = [];
  const crashes: string[] = [];
  const pool = createWorkerPool({
    names: PLACES,
    specOf: (name) => {
      const fake = fakeProcess(name, journal, fails, drained);
      fakes.set(name, fake);
      return fake.spec;
    },
    events: { onCrash: (name) => void crashes.push(name), onUp: () => undefined },
    graceMs: 12_000,
    onGone: (name) => void gone.push(name),
  });
  const up = () => pool.processes().flatMap(({ name, pid }) => (pid() === null ? [] : [name]));
  return { pool, journal, fakes, gone, crashes, up, drain: () => drains.splice(0).forEach((end) => end()) };
}

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 5_000, interval: 5 });

test('whoever came last is the first to go, and its place is taken again', async () => {
  const { pool, journal, gone, up } = stage();
  await Promise.all(pool.open(1).map((worker) => worker.start()));
  expect([pool.grow(), pool.grow()]).toEqual([true, true]);
  await eventually(() => expect(up()).toEqual(PLACES));
  pool.shrink();
  expect(pool.count()).toBe(2);
  await eventually(() => expect(gone).toEqual(['w-3']));
  expect(up()).toEqual(['w-1', 'w-2']);
  pool.grow();
  await eventually(() => expect(up()).toEqual(PLACES));
  expect(journal).toEqual(['start w-1', 'start w-2', 'start w-3', 'stop w-3', 'start w-3']);
});

test('one that drains keeps its place until it is gone: there are never more processes than places', async () => {
  const { pool, journal, gone, drain, up } = stage({ isHolding: true });
  for (let at = 0; at < 3; at += 1) expect(pool.grow()).toBe(true);
  await eventually(() => expect(up()).toEqual(PLACES));
  pool.shrink();
  await eventually(() => expect(journal).toContain('stop w-3'));
  expect([pool.count(), pool.grow(), pool.processes().length]).toEqual([2, false, 3]);
  expect(gone).toEqual([]);
  drain();
  await eventually(() => expect(gone).toEqual(['w-3']));
  expect(pool.grow()).toBe(true);
});

test('one that dies comes back, one that was told to go does not', async () => {
  const { pool, fakes, gone, crashes, up } = stage({ isHolding: true });
  pool.grow();
  pool.grow();
  await eventually(() => expect(up()).toEqual(['w-1', 'w-2']));
  fakes.get('w-1')?.crash();
  await eventually(() => expect(fakes.get('w-1')?.starts()).toBe(2));
  expect(crashes).toEqual(['w-1']);
  pool.shrink();
  // It dies of its own in the middle of its drain.
  fakes.get('w-2')?.crash();
  await eventually(() => expect(pool.processes()).toHaveLength(1));
  expect(fakes.get('w-2')?.starts()).toBe(1);
  expect(crashes).toEqual(['w-1']);
  expect(gone).toEqual(['w-2']);
});

test('whoever is not up goes before whoever is', async () => {
  const { pool, fakes, up, gone } = stage();
  pool.grow();
  pool.grow();
  await eventually(() => expect(up()).toEqual(['w-1', 'w-2']));
  fakes.get('w-1')?.crash();
  await eventually(() => expect(up()).toEqual(['w-2']));
  pool.shrink();
  await eventually(() => expect(gone).toEqual(['w-1']));
  expect(up()).toEqual(['w-2']);
});

test('a start that fails is tried again, and can be given up', async () => {
  const { pool, crashes, gone } = stage({ fails: () => true });
  pool.grow();
  await eventually(() => expect(crashes).toEqual(['w-1']));
  expect(pool.count()).toBe(1);
  pool.shrink();
  await eventually(() => expect(gone).toEqual(['w-1']));
});

test('nobody comes and nobody goes after it is closed', async () => {
  const { pool, journal, up } = stage();
  pool.grow();
  await eventually(() => expect(up()).toEqual(['w-1']));
  pool.close();
  expect(pool.grow()).toBe(false);
  pool.shrink();
  expect(pool.count()).toBe(1);
  expect(journal).toEqual(['start w-1']);
});
