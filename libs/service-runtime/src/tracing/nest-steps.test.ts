import { expect, it } from 'vitest';
import type { EndedStep } from './contract.ts';
import { nestSteps } from './nest-steps.ts';

const step = (name: string, fromMs: number, toMs: number): EndedStep => ({
  name,
  kind: 'internal',
  fromMs,
  toMs,
  failure: null,
});

const treeOf = (steps: readonly EndedStep[]): string[] => {
  const nested = nestSteps(steps);
  return nested.map(({ step: { name }, parentAt }) => `${nested[parentAt]?.step.name ?? 'root'} > ${name}`);
};

it('puts a step into the narrowest one whose time holds it, whatever the order in which they are told', () => {
  const told = [step('chat', 12, 18), step('generate', 10, 20), step('guard', 0, 5), step('query', 0, 30)];
  expect(treeOf(told)).toEqual(['root > query', 'query > guard', 'query > generate', 'generate > chat']);
});

it('keeps steps beside each other that only overlap', () => {
  expect(treeOf([step('dense', 0, 8), step('keyword', 2, 10)])).toEqual(['root > dense', 'root > keyword']);
});

it('takes the one that was told later for the outer one where both took the same time', () => {
  expect(treeOf([step('inner', 3, 3), step('outer', 3, 3)])).toEqual(['root > outer', 'outer > inner']);
});
