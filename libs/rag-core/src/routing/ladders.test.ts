import { isFault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import type { AnswerModels } from '../answer/answer-ports.ts';
import { says, scriptedModel } from '../answer/answer-question.fixture.ts';
import { createLadders } from './ladders.ts';

const model = (name: string) => scriptedModel(name, says('x'));
const models: AnswerModels = {
  premium: model('large'),
  standard: model('small'),
  fallbacks: [model('last')],
  others: [model('local-extractive')],
};

const namesOf = ({ premium, standard, fallbacks, others = [] }: AnswerModels) => ({
  premium: premium.name,
  standard: standard.name,
  fallbacks: fallbacks.map(({ name }) => name),
  others: others.map(({ name }) => name),
});

describe('createLadders', () => {
  it("gives a tenant its own ladder, and everyone else the fleet's", () => {
    const ladderOf = createLadders({
      models,
      region: 'us',
      tenants: { acme: ['local-extractive', 'small', 'large'] },
    });
    expect(namesOf(ladderOf('acme'))).toEqual({
      premium: 'local-extractive',
      standard: 'small',
      fallbacks: ['large'],
      others: ['last'],
    });
    expect(ladderOf('constructor')).toBe(models);
  });

  it('calls no other model in a region that has a ladder', () => {
    const options = { models, region: 'eu', regions: { eu: ['small', 'last'] } };
    const ladderOf = createLadders({ ...options, tenants: { acme: ['large', 'last'] } });
    expect(namesOf(ladderOf('globex'))).toEqual({
      premium: 'small',
      standard: 'last',
      fallbacks: [],
      others: [],
    });
    expect(namesOf(ladderOf('acme'))).toEqual({
      premium: 'last',
      standard: 'last',
      fallbacks: [],
      others: ['small'],
    });
    expect(createLadders({ ...options, region: 'us' })('globex')).toBe(models);
  });

  it('leaves out what is not configured and what is named twice', () => {
    const ladderOf = createLadders({ models, region: 'us', tenants: { acme: ['gone', 'small', 'small'] } });
    expect(namesOf(ladderOf('acme'))).toMatchObject({ premium: 'small', standard: 'small', fallbacks: [] });
  });

  it.each([
    { tenants: { acme: [] } },
    { tenants: { acme: ['gone'] } },
    { regions: { us: [] } },
    { regions: { us: ['small'] }, tenants: { acme: ['large'] } },
  ])('fails at once for a ladder of which nothing is left: %j', (ladders) => {
    expect(() => createLadders({ models, region: 'us', ...ladders })).toThrow(
      expect.toSatisfy((error) => isFault(error, 'invalid-input')),
    );
  });
});
