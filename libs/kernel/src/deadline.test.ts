import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from './clock.ts';
import { deadlineAt } from './deadline.ts';
import { Fault, isFault, toFault } from './fault.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('deadlineAt', () => {
  it('aborts at the deadline, saying so', () => {
    const deadline = deadlineAt(Date.now() + 1_000, systemClock);
    vi.advanceTimersByTime(999);
    expect(deadline.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(isFault(deadline.signal.reason, 'expired')).toBe(true);
    expect(deadline.remainingMs()).toBe(0);
  });

  it('is over at once when it has passed', () => {
    expect(deadlineAt(Date.now() - 1, systemClock).signal.aborted).toBe(true);
  });

  it('ends a step by its own budget, and never after the deadline', () => {
    const deadline = deadlineAt(Date.now() + 100, systemClock);
    const short = deadline.within(10);
    const long = deadline.within(10_000);
    vi.advanceTimersByTime(10);
    expect(isFault(short.reason, 'timeout')).toBe(true);
    expect(long.aborted).toBe(false);
    vi.advanceTimersByTime(90);
    expect(isFault(long.reason, 'expired')).toBe(true);
  });

  it('passes on why its parent ended', () => {
    const parent = new AbortController();
    const deadline = deadlineAt(Date.now() + 1_000, systemClock, parent.signal);
    parent.abort(new Fault('canceled', 'Canceled by its owner.'));
    expect(isFault(deadline.signal.reason, 'canceled')).toBe(true);
  });

  it('leaves no timer behind when disposed', () => {
    {
      using deadline = deadlineAt(Date.now() + 1_000, systemClock);
      deadline.within(10);
      expect(vi.getTimerCount()).toBe(2);
    }
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('Fault', () => {
  it('keeps its cause and knows whether trying again may help', () => {
    const cause = new Error('ECONNREFUSED');
    expect(new Fault('unavailable', 'Redis is away.', { cause })).toMatchObject({ cause, isRetryable: true });
    expect(new Fault('invalid-input', 'Too long.').isRetryable).toBe(false);
  });

  it('wraps what is not a fault as internal, without repeating its text', () => {
    const fault = toFault(new Error('select * from secret'));
    expect(fault).toMatchObject({ kind: 'internal', isRetryable: false });
    expect(fault.message).not.toContain('secret');
  });
});
