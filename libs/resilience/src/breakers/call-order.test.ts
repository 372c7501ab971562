import { Fault } from '@ragfleet/kernel';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { away } from '../settled.fixture.ts';
import { createInMemoryBreakerStore } from './in-memory-breaker-store.ts';
import { type Breaker, createBreaker, createSharedBreaker } from './create-breaker.ts';

const isOpen = (breaker: Breaker): boolean => breaker.snapshot().state === 'open';
const open = () => createBreaker({ name: 'model', consecutiveFailures: 3, resetMs: 60_000 });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A call that begins after and ends within some ms, by its outcome. */
interface Call {
  readonly isRefused: boolean;
  readonly afterMs: number;
  readonly takesMs: number;
}

const anyCall = fc.record({
  isRefused: fc.boolean(),
  afterMs: fc.nat(40),
  takesMs: fc.integer({ min: 1, max: 400 }),
});
/** Fewer than the share of failures says something about. */
const anyCalls = fc.array(anyCall, { minLength: 1, maxLength: 19 });

/** Runs them all; true when the breaker was open at any time. */
async function everOpens(breaker: Breaker, calls: readonly Call[]): Promise<boolean> {
  let wasOpen = false;
  const running = new Set<Promise<void>>();
  for (const { isRefused, afterMs, takesMs } of calls) {
    await vi.advanceTimersByTimeAsync(afterMs);
    const work = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, takesMs));
      if (isRefused) throw away;
    };
    const note = (): void => {
      wasOpen ||= isOpen(breaker);
    };
    running.add(breaker.run(work).then(note, note));
  }
  await vi.advanceTimersByTimeAsync(400);
  await Promise.all(running);
  return wasOpen;
}

const hasRow = (calls: readonly Call[]): boolean =>
  calls.some((_call, at) => at >= 2 && calls.slice(at - 2, at + 1).every(({ isRefused }) => isRefused));

describe('failures in a row', () => {
  it('are so by the starts of their calls, in whatever order those end', async () => {
    let checked = 0;
    await fc.assert(
      fc.asyncProperty(anyCalls, async (calls) => {
        if (hasRow(calls)) return;
        checked += 1;
        expect(await everOpens(open(), calls)).toBe(false);
      }),
      { numRuns: 500 },
    );
    expect(checked).toBeGreaterThan(50);
  });

  it('open the breaker when nothing that began later succeeds, whatever is under way', async () => {
    await fc.assert(
      fc.asyncProperty(anyCalls, fc.array(anyCall, { minLength: 3, maxLength: 3 }), async (calls, last) => {
        const all = [...calls.slice(0, 16), ...last.map((call) => ({ ...call, isRefused: true }))];
        expect(await everOpens(open(), all)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('are not parted by a call that was given up', async () => {
    const breaker = open();
    const fail = () => breaker.run(() => Promise.reject(away)).catch(() => undefined);
    await fail();
    const leaving = Promise.withResolvers<never>();
    const givenUp = breaker.run(() => leaving.promise).catch(() => undefined);
    await fail();
    leaving.reject(new Fault('canceled', 'Canceled.'));
    await givenUp;
    expect(isOpen(breaker)).toBe(false);
    await fail();
    expect(isOpen(breaker)).toBe(true);
  });

  it('do not wait for ever for a call between them that hangs', async () => {
    const breaker = open();
    const fail = () => breaker.run(() => Promise.reject(away)).catch(() => undefined);
    const hang = () => void breaker.run(() => new Promise(() => undefined)).catch(() => undefined);
    for (let count = 0; count < 2; count += 1) {
      await fail();
      hang();
    }
    await fail();
    expect(isOpen(breaker)).toBe(false);
    await vi.advanceTimersByTimeAsync(10_001);
    await fail();
    expect(isOpen(breaker)).toBe(true);
  });
});

/** Callers who ask on and on; every fifth call is refused at once, the others are answered after a while. */
async function askFor(timeMs: number, breakers: readonly Breaker[], callersEach: number): Promise<number> {
  const endsAtMs = performance.now() + timeMs;
  let calls = 0;
  let keptAway = 0;
  const call = async (): Promise<void> => {
    calls += 1;
    const isRefused = calls % 5 === 0;
    const takesMs = isRefused ? 5 : 500 + ((calls * 7_919) % 1_000);
    await new Promise((resolve) => setTimeout(resolve, takesMs));
    if (isRefused) throw away;
  };
  const ask = async (breaker: Breaker): Promise<void> => {
    while (performance.now() < endsAtMs) {
      const before = calls;
      await breaker.run(call).catch(() => undefined);
      if (calls === before) {
        keptAway += 1;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  };
  const asking = breakers.flatMap((breaker) => Array.from({ length: callersEach }, () => ask(breaker)));
  await vi.advanceTimersByTimeAsync(timeMs + 2_000);
  await Promise.all(asking);
  expect(calls).toBeGreaterThan(200);
  return keptAway;
}

describe('many callers at once, of whom one in five is refused sooner than the others are answered', () => {
  it('are all let go by a process', async () => {
    expect(await askFor(10_000, [open()], 100)).toBe(0);
  });

  it('are all let go by a fleet', async () => {
    const store = createInMemoryBreakerStore(() => performance.now());
    const fleet = Array.from({ length: 8 }, () =>
      createSharedBreaker({ name: 'model', consecutiveFailures: 3, store, onReach: () => undefined }),
    );
    await Promise.all(fleet.map((breaker) => breaker.sync()));
    const syncing = setInterval(() => fleet.forEach((breaker) => void breaker.sync()), 1_000);
    expect(await askFor(20_000, fleet, 5)).toBe(0);
    clearInterval(syncing);
  });
});
