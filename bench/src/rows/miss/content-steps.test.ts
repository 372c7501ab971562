import { expect, test } from 'vitest';
import { createStepClock, cpuOfStep, withoutContent } from './content-steps.ts';
import { FULL_MISS, SHORT_MISS } from './miss-material.ts';
import { createProductMiss } from './product-miss.ts';

const none = { sanitize: 0, pii: 0, context: 0, filter: 0, build: 0 };
const shares = [none, { ...none, context: 0.25, build: 0.5 }, { ...none, pii: 0.5 }];
const costs = { cpuUs: [400, 300], wallUs: [800, 600] };

test('takes the steps that read texts out of each round, by the shares of that round', () => {
  expect(withoutContent(costs, shares)).toEqual({ cpuUs: [100, 150], wallUs: [200, 300] });
  expect(cpuOfStep(costs, shares, 'context')).toEqual([100, 0]);
});

test('has no figure for a round without shares', () => {
  expect(withoutContent(costs, []).cpuUs).toEqual([Number.NaN, Number.NaN]);
});

test('hears of every step of a miss that reads texts, and of none before the slice', async () => {
  const clock = createStepClock();
  const answer = createProductMiss(FULL_MISS, clock.onSpan);
  const slice = clock.timed(async () => {
    await answer(FULL_MISS.question(1));
    return 1;
  });
  clock.onSpan('build', 0, 1_000_000);
  await slice(0);
  const [first] = clock.shares;
  for (const share of Object.values(first ?? none)) {
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(1);
  }
});

test('leaves what does not read texts to the orchestration', async () => {
  const clock = createStepClock();
  clock.onSpan('search', 0, 1_000_000);
  await clock.timed(async () => 1)(0);
  expect(clock.shares).toEqual([none]);
  expect(await createProductMiss(SHORT_MISS)(SHORT_MISS.question(1))).toBe(SHORT_MISS.answer);
});
