import { Fault, isFault } from '@ragfleet/kernel';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { away } from '../settled.fixture.ts';
import { type BreakerStore, CONFIRM_MS } from './breaker-store.ts';
import { type Breaker, createSharedBreaker } from './create-breaker.ts';
import { createInMemoryBreakerStore } from './in-memory-breaker-store.ts';

const RESET_MS = 1_000;
const LEASE_MS = 10_000;
const isAway = (error: unknown): boolean => isFault(error, 'unavailable');

/** A fleet of processes over one store, which can go away or fall silent. */
function newFleet() {
  const store = createInMemoryBreakerStore();
  const faults = { isGone: false, isSilent: false };
  const steps: string[] = [];
  const through = async <T>(step: string, work: () => Promise<T>): Promise<T> => {
    steps.push(step);
    if (faults.isSilent) await new Promise(() => undefined);
    if (faults.isGone) throw new Fault('unavailable', 'Redis is away.');
    return work();
  };
  const reach: boolean[] = [];
  const shared: BreakerStore = {
    report: (...args) => through('report', () => store.report(...args)),
    takeProbe: (...args) => through('take', () => store.takeProbe(...args)),
    endProbe: (...args) => through('end', () => store.endProbe(...args)),
  };
  const join = async () => {
    const breaker = createSharedBreaker({
      name: 'model',
      consecutiveFailures: 3,
      resetMs: RESET_MS,
      store: shared,
      onReach: (isReached) => reach.push(isReached),
    });
    await breaker.sync();
    return breaker;
  };
  return { join, faults, steps, reach };
}

const fail = (breaker: Breaker, error: unknown = away): Promise<unknown> =>
  breaker.run(() => Promise.reject(error as Error)).catch((thrown: unknown) => thrown);
const succeed = (breaker: Breaker): Promise<number> => breaker.run(() => Promise.resolve(1));
const hang = (breaker: Breaker) => {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const running = breaker.run(() => promise).catch(() => undefined);
  return { resolve, reject, running };
};
/** Lets everything that was told arrive. */
const told = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const open = async (breaker: Breaker): Promise<void> => {
  for (let count = 0; count < 3; count += 1) await fail(breaker);
  await told();
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('createSharedBreaker', () => {
  it('opens for all by what they saw together', async () => {
    const { join } = newFleet();
    const [one, two] = [await join(), await join()];
    await fail(one);
    await fail(one);
    await vi.advanceTimersByTimeAsync(CONFIRM_MS);
    await fail(two);
    await told();
    expect(two.snapshot()).toMatchObject({ state: 'open', failures: 3 });
    await one.sync();
    await expect(succeed(one)).rejects.toSatisfy(isAway);
  });

  it('does not open for failures of several at the same moment, before a success between them can be known', async () => {
    const { join } = newFleet();
    const fleet = [await join(), await join(), await join(), await join()] as const;
    for (const breaker of fleet.slice(1)) {
      await fail(breaker);
      await told();
    }
    expect(fleet[3].snapshot()).toMatchObject({ state: 'closed', failures: 3 });
    await fleet[0].sync();
    await succeed(fleet[0]);
    await vi.advanceTimersByTimeAsync(CONFIRM_MS);
    await fail(fleet[1]);
    await told();
    expect(fleet[1].snapshot()).toMatchObject({ state: 'closed' });
  });

  it('asks the store nothing for calls that succeed', async () => {
    const { join, steps } = newFleet();
    const breaker = await join();
    steps.length = 0;
    for (let count = 0; count < 100; count += 1) await succeed(breaker);
    await told();
    expect(steps).toEqual([]);
  });

  it('asks the store nothing for calls that are kept away, and for one of many who would probe', async () => {
    const { join, steps } = newFleet();
    const breaker = await join();
    await open(breaker);
    steps.length = 0;
    for (let count = 0; count < 100; count += 1) await fail(breaker);
    expect(steps).toEqual([]);
    const others = await join();
    await vi.advanceTimersByTimeAsync(RESET_MS);
    for (let count = 0; count < 3; count += 1) hang(others);
    await told();
    for (let count = 0; count < 2; count += 1) {
      hang(others);
      await told();
    }
    steps.length = 0;
    for (let count = 0; count < 100; count += 1) await fail(breaker);
    expect(steps).toEqual(['take']);
  });

  it('tells of many failures at once in few words', async () => {
    const { join, steps } = newFleet();
    const breaker = await join();
    steps.length = 0;
    const calls = Array.from({ length: 50 }, () => hang(breaker));
    for (const { reject } of calls) reject(away);
    await Promise.all(calls.map(({ running }) => running));
    await told();
    expect(steps.length).toBeLessThanOrEqual(3);
    expect(breaker.snapshot().state).toBe('open');
  });

  it('is closed for all when three probes have succeeded, wherever they ran', async () => {
    const { join } = newFleet();
    const [one, two] = [await join(), await join()];
    await open(one);
    await two.sync();
    await vi.advanceTimersByTimeAsync(RESET_MS);
    await succeed(one);
    await told();
    await succeed(two);
    await told();
    expect(two.snapshot().state).toBe('half-open');
    await succeed(two);
    await told();
    await one.sync();
    expect([one.snapshot().state, two.snapshot().state]).toEqual(['closed', 'closed']);
    await expect(succeed(one)).resolves.toBe(1);
  });

  it('has its place back at once when a probe is canceled, and in time when its process dies', async () => {
    const { join } = newFleet();
    const [one, dead] = [await join(), await join()];
    await open(one);
    await dead.sync();
    await vi.advanceTimersByTimeAsync(RESET_MS);
    for (let count = 0; count < 5; count += 1) {
      expect(await fail(one, new Fault('canceled', 'Gone.'))).toMatchObject({ kind: 'canceled' });
      await told();
    }
    for (let count = 0; count < 3; count += 1) {
      hang(dead);
      await told();
    }
    await expect(succeed(one)).rejects.toSatisfy(isAway);
    await vi.advanceTimersByTimeAsync(LEASE_MS);
    for (let count = 0; count < 3; count += 1) {
      await succeed(one);
      await told();
    }
    expect(one.snapshot().state).toBe('closed');
  });

  it('keeps a process away that fails where the others do not', async () => {
    const { join } = newFleet();
    const [cut, well] = [await join(), await join()];
    for (let count = 0; count < 3; count += 1) {
      await fail(cut);
      await told();
      await well.sync();
      await succeed(well);
      await told();
    }
    await expect(succeed(cut)).rejects.toSatisfy(isAway);
    await expect(succeed(well)).resolves.toBe(1);
    await vi.advanceTimersByTimeAsync(RESET_MS);
    for (let count = 0; count < 3; count += 1) await succeed(cut);
    expect(cut.snapshot().state).toBe('closed');
  });
});

describe('createSharedBreaker without its store', () => {
  it('goes by its own count, and by the fleet again when the store is back', async () => {
    const { join, faults, reach } = newFleet();
    const [one, two] = [await join(), await join()];
    faults.isGone = true;
    await one.sync();
    await open(one);
    await expect(succeed(one)).rejects.toSatisfy(isAway);
    await expect(succeed(two)).resolves.toBe(1);
    expect(reach.at(-1)).toBe(false);
    faults.isGone = false;
    await one.sync();
    expect(reach.at(-1)).toBe(true);
    await open(two);
    await one.sync();
    await vi.advanceTimersByTimeAsync(RESET_MS);
    for (let count = 0; count < 3; count += 1) {
      await succeed(two);
      await told();
    }
    await one.sync();
    await expect(succeed(one)).resolves.toBe(1);
  });

  it('tries no store that is away for a call, and does not hold what happened against the dependency', async () => {
    const { join, faults, steps } = newFleet();
    const one = await join();
    faults.isGone = true;
    await one.sync();
    steps.length = 0;
    for (let count = 0; count < 2; count += 1) await fail(one);
    await told();
    expect(steps).toEqual([]);
    faults.isGone = false;
    await one.sync();
    const two = await join();
    expect(two.snapshot().failures).toBe(0);
  });

  it('lets calls go when an open breaker has lost its store', async () => {
    const { join, faults } = newFleet();
    const [one, two] = [await join(), await join()];
    await open(one);
    await two.sync();
    await expect(succeed(two)).rejects.toSatisfy(isAway);
    await vi.advanceTimersByTimeAsync(RESET_MS);
    faults.isGone = true;
    await expect(succeed(two)).resolves.toBe(1);
  });

  it('waits for a store that says nothing no longer than a moment', async () => {
    const { join, faults } = newFleet();
    const [one, two] = [await join(), await join()];
    await open(one);
    await two.sync();
    await vi.advanceTimersByTimeAsync(RESET_MS);
    faults.isSilent = true;
    const called = succeed(two);
    await vi.advanceTimersByTimeAsync(250);
    await expect(called).resolves.toBe(1);
  });
});
