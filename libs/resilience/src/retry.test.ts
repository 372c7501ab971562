import { describe, expect, it } from 'vitest';
import { createRetryBudget } from './retry.ts';

describe('createRetryBudget', () => {
  it('allows three retries, or a fifth of the calls of the last 10 s', () => {
    let nowMs = 0;
    const budget = createRetryBudget(() => nowMs);
    const allowed = (): number => [1, 2, 3, 4, 5].filter(() => budget.takeRetry()).length;
    expect(allowed()).toBe(3);
    nowMs = 10_000;
    for (let call = 0; call < 20; call += 1) budget.countCall();
    expect(allowed()).toBe(4);
  });
});
