import { describe, expect, it } from 'vitest';
import type { AnswerModels } from '../answer/answer-ports.ts';
import type { AnswerModel } from '../ports/models.ts';
import { ladderModels, ownLadder } from './ladders.ts';
import { isLadderOutOfReach, modelsInRegion } from './models-in-region.ts';

const model = (name: string): AnswerModel => ({
  name,
  contextWindowTokens: 8_000,
  // oxlint-disable-next-line require-yield
  async *answer() {
    throw new Error('is not asked');
  },
});
const [far, near, farther, nearer, extra] = ['far', 'near', 'farther', 'nearer', 'extra'].map(model) as [
  AnswerModel,
  AnswerModel,
  AnswerModel,
  AnswerModel,
  AnswerModel,
];
const fleet: AnswerModels = {
  premium: far,
  standard: near,
  fallbacks: [farther, nearer],
  others: [extra],
  elsewhere: new Set(['far', 'farther', 'extra']),
};
const namesOf = (models: AnswerModels): string[] => ladderModels(models).map(({ name }) => name);

describe('the models that a question may reach', () => {
  it('are those of the region alone, also by name', () => {
    const reachable = modelsInRegion(fleet, false);
    expect(namesOf(reachable)).toEqual(['near', 'nearer']);
    expect(reachable.others).toEqual([]);
  });

  it('are others as well where the tenant allows it, when all of its region have failed', () => {
    const reachable = modelsInRegion(fleet, true);
    expect(namesOf(reachable)).toEqual(['near', 'nearer', 'far', 'farther']);
    expect(reachable.others).toEqual([extra]);
  });

  it('are one for everything where the region has one', () => {
    const { premium, standard } = modelsInRegion({ ...fleet, fallbacks: [farther] }, false);
    expect([premium.name, standard.name]).toEqual(['near', 'near']);
  });

  it('are all of them in a fleet without models elsewhere', () => {
    const { elsewhere: _elsewhere, ...plain } = fleet;
    expect(modelsInRegion(plain, false)).toBe(plain);
  });

  it('are never none', () => {
    const nowhere = { ...fleet, elsewhere: new Set(['far', 'near', 'farther', 'nearer']) };
    expect(() => modelsInRegion(nowhere, true)).toThrow('No answer model of this fleet is in its region');
  });
});

describe('a ladder that a tenant wants', () => {
  it('begins in the region, whatever its order', () => {
    const names = ['far', 'near'];
    expect(namesOf(ownLadder(modelsInRegion(fleet, true), names))).toEqual(['near', 'far']);
    expect(namesOf(ownLadder(modelsInRegion(fleet, false), names))).toEqual(['near']);
  });

  it('is out of reach when all of it is elsewhere', () => {
    const [kept, open] = [modelsInRegion(fleet, false), modelsInRegion(fleet, true)];
    expect(isLadderOutOfReach(fleet, kept, ['far', 'extra'])).toBe(true);
    expect(isLadderOutOfReach(fleet, open, ['far', 'extra'])).toBe(false);
    expect(isLadderOutOfReach(fleet, kept, ['far', 'near'])).toBe(false);
  });

  it('of models that the fleet has not is not out of reach: it is passed over', () => {
    expect(isLadderOutOfReach(fleet, modelsInRegion(fleet, false), ['unknown'])).toBe(false);
    expect(isLadderOutOfReach(fleet, modelsInRegion(fleet, false), null)).toBe(false);
  });
});
