import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRetryBudget, createRetryBudgets } from './retry-budget.ts';

describe('createRetryBudget', () => {
  it('allows three retries, and with many calls a fifth of them', () => {
    let nowMs = 0;
    const budget = createRetryBudget(() => nowMs);
    const allowed = (): number => Array.from({ length: 10 }, () => budget.takeRetry()).filter(Boolean).length;
    expect(allowed()).toBe(3);
    nowMs = 11_000;
    for (let call = 0; call < 24; call += 1) budget.countCall();
    expect(allowed()).toBe(4);
  });

  it('never allows more than that in any 10 s, whenever calls and retries come', () => {
    const steps = fc.array(fc.record({ afterMs: fc.nat(2_500), calls: fc.nat(30), retries: fc.nat(8) }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(steps, (taken) => {
        let nowMs = 0;
        const budget = createRetryBudget(() => nowMs);
        const calls: number[] = [];
        const retries: number[] = [];
        for (const step of taken) {
          nowMs += step.afterMs;
          for (let call = 0; call < step.calls; call += 1) {
            budget.countCall();
            calls.push(nowMs);
          }
          for (let retry = 0; retry < step.retries; retry += 1) {
            if (!budget.takeRetry()) continue;
            retries.push(nowMs);
            const inWindow = (times: readonly number[]): number =>
              times.filter((atMs) => atMs > nowMs - 10_000).length;
            expect(inWindow(retries)).toBeLessThanOrEqual(Math.max(3, inWindow(calls) * 0.2));
          }
        }
      }),
    );
  });
});

describe('createRetryBudgets', () => {
  it('has one budget for all that is called at a provider, and another for each', () => {
    const budgets = createRetryBudgets(() => 0);
    const allowed = (provider: string): boolean => budgets.of(provider).takeRetry();
    expect([allowed('openai'), allowed('openai'), allowed('openai'), allowed('openai')]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(allowed('anthropic')).toBe(true);
  });
});
