import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Fault } from './fault.ts';
import { untilAborted, withinBudget } from './within-budget.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const never = (): Promise<never> => new Promise(() => undefined);
const left = new Fault('canceled', 'The caller has left.');

describe('withinBudget', () => {
  it('gives what the work gives, and leaves no timer behind', async () => {
    await expect(withinBudget(1_000, new AbortController().signal, async () => 'done')).resolves.toBe('done');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('tells the work when its budget is spent, and does not wait for work that ignores it', async () => {
    let heard: AbortSignal | undefined;
    const outcome = withinBudget(20, new AbortController().signal, (signal) => {
      heard = signal;
      return never();
    });
    vi.advanceTimersByTime(19);
    expect(heard?.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    await expect(outcome).rejects.toMatchObject({
      kind: 'timeout',
      message: 'A step took longer than its budget of 20 ms.',
    });
    expect(heard?.aborted).toBe(true);
  });

  it('adds once the time in which the process was too busy to look, and no more than the budget again', async () => {
    const outcome = withinBudget(20, new AbortController().signal, never);
    const ended = vi.fn<() => void>();
    outcome.catch(ended);
    // As for a timer that rings 100 ms late.
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 120);
    await vi.advanceTimersByTimeAsync(39);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(ended).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("ends with the caller's own reason when the caller leaves", async () => {
    const caller = new AbortController();
    const outcome = withinBudget(1_000, caller.signal, never);
    caller.abort(left);
    await expect(outcome).rejects.toBe(left);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not start work for a caller who has left', async () => {
    const work = vi.fn<() => Promise<void>>(async () => undefined);
    await expect(withinBudget(1_000, AbortSignal.abort(left), work)).rejects.toBe(left);
    expect(work).not.toHaveBeenCalled();
  });
});

describe('withinBudget in a busy process', () => {
  it('gives what had arrived before anybody could look', async () => {
    vi.useRealTimers();
    const outcome = withinBudget(100, new AbortController().signal, () => readFile(import.meta.filename));
    const untilMs = performance.now() + 300;
    while (performance.now() < untilMs);
    await expect(outcome).resolves.toBeInstanceOf(Buffer);
  });
});

describe('untilAborted', () => {
  it('stops waiting when the signal aborts, or has aborted before', async () => {
    const caller = new AbortController();
    const outcome = untilAborted(never(), caller.signal);
    caller.abort(left);
    await expect(outcome).rejects.toBe(left);
    await expect(untilAborted(Promise.resolve('late'), caller.signal)).rejects.toBe(left);
  });

  it('lets work that nobody waits for fail in silence', async () => {
    await expect(untilAborted(Promise.reject(new Error('late')), AbortSignal.abort(left))).rejects.toBe(left);
  });
});
