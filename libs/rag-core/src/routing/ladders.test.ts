import { describe, expect, it } from 'vitest';
import type { AnswerModels } from '../answer/answer-ports.ts';
import { says, scriptedModel } from '../answer/answer-question.fixture.ts';
import { ownLadder } from './ladders.ts';

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

describe("a tenant's own ladder", () => {
  it('has its models in its order, and leaves the others to be named', () => {
    expect(namesOf(ownLadder(models, ['local-extractive', 'small', 'large']))).toEqual({
      premium: 'local-extractive',
      standard: 'small',
      fallbacks: ['large'],
      others: ['last'],
    });
  });

  it('leaves out what is not configured and what is named twice', () => {
    expect(namesOf(ownLadder(models, ['gone', 'small', 'small']))).toMatchObject({
      premium: 'small',
      standard: 'small',
      fallbacks: [],
    });
  });

  it.each([[null], [[]], [['gone']]])(
    "is the fleet's where it names none that is configured: %j",
    (names) => {
      expect(ownLadder(models, names)).toBe(models);
    },
  );

  describe('with a model of another region', () => {
    const elsewhere = new Set(['large']);

    it('has it behind all others, as its standard model as well, and still knows where it is', () => {
      const own = ownLadder({ ...models, elsewhere }, ['large', 'small']);
      expect(namesOf(own)).toMatchObject({ premium: 'small', standard: 'small', fallbacks: ['large'] });
      expect(own.elsewhere).toBe(elsewhere);
    });
  });
});
