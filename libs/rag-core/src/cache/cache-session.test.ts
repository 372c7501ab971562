import { type Clock, Fault, systemClock } from '@ragfleet/kernel';
import { describe, expect, it, vi } from 'vitest';
import { cacheBudget, cacheCommandMs, openCacheSession, PATIENT_BUDGET_MS } from './cache-session.ts';

const never = (): Promise<never> => new Promise(() => {});
const warn = vi.fn<() => void>();
const logger = { info: () => {}, warn, error: () => {} };

function session(budgetMs = 60_000, clock: Clock = systemClock, signal = new AbortController().signal) {
  return openCacheSession({ budget: cacheBudget(budgetMs), signal, clock, logger, fields: {} });
}

describe('openCacheSession', () => {
  it('gives what the cache says', async () => {
    expect(await session().ask(async () => 7)).toBe(7);
  });

  it('never asks again after a failure, and fails nothing', async () => {
    const at = session();
    const second = vi.fn<() => Promise<number>>(async () => 1);
    expect(await at.ask(() => Promise.reject(new Fault('unavailable', 'Away.')))).toBeNull();
    expect(at.isAway()).toBe(true);
    expect(await at.ask(second)).toBeNull();
    await at.tell(second);
    expect(second).not.toHaveBeenCalled();
    expect(warn).not.toHaveBeenCalled();
  });

  it('tells the log of a failure that is none of the network', async () => {
    await session().ask(() => Promise.reject(new Error('a defect')));
    expect(warn).toHaveBeenCalledOnce();
  });

  it('waits for all of a query together no longer than its budget', async () => {
    const at = session(30);
    expect(await at.ask(never)).toBeNull();
    expect(at.isAway()).toBe(true);
  });

  it('asks nobody once the budget is spent, and calls nobody away for it', async () => {
    let nowMs = 0;
    const at = session(40, { nowMs: () => nowMs, monotonicMs: () => nowMs });
    const slow = async (): Promise<number> => {
      await Promise.resolve();
      nowMs += 30;
      return 1;
    };
    expect(await at.ask(slow)).toBe(1);
    expect(await at.ask(never)).toBeNull();
    expect(await at.ask(async () => 2)).toBeNull();
    expect(at.isAway()).toBe(false);
  });

  it('takes a reply that came while this process was busy', async () => {
    const at = session(5);
    const reply = new Promise<number>((resolve) => setImmediate(() => resolve(3)));
    const busy = at.ask(() => reply);
    const untilMs = performance.now() + 20;
    while (performance.now() < untilMs);
    expect(await busy).toBe(3);
  });

  it('lets a write go on when the budget is over', async () => {
    const at = session(5);
    let isWritten = false;
    const { promise, resolve } = Promise.withResolvers<void>();
    await at.tell(async () => {
      await promise;
      isWritten = true;
    });
    expect(isWritten).toBe(false);
    expect(at.isAway()).toBe(false);
    resolve();
    await vi.waitUntil(() => isWritten);
  });

  it('hands on the reason of the caller who leaves', async () => {
    const leaving = new AbortController();
    const at = session(20, systemClock, leaving.signal);
    const asking = at.ask(never);
    leaving.abort(new Fault('canceled', 'Left.'));
    await expect(asking).rejects.toMatchObject({ kind: 'canceled' });
    await expect(at.ask(async () => 1)).rejects.toMatchObject({ kind: 'canceled' });
  });
});

describe('cacheCommandMs', () => {
  it.each([1, 20, 10_000])('outlasts whatever a query waits that usually waits for %i ms', (budgetMs) => {
    expect(cacheCommandMs(budgetMs)).toBeGreaterThan(Math.max(budgetMs, PATIENT_BUDGET_MS));
  });
});
