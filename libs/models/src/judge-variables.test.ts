import { describe, expect, it } from 'vitest';
import { chooseAnswerModels } from './choose-models.ts';
import { type JudgeChoice, judgesOf } from './judge-variables.ts';

const on: JudgeChoice = { CACHE_JUDGE: 'on', CACHE_JUDGE_MODEL: undefined, CACHE_JUDGE_MS: 600 };
const vendors = chooseAnswerModels({ OPENAI_API_KEY: 'key-of-openai', OTHER_MODELS: ['gpt-4.1'] });
const namesOf = (choice: Partial<JudgeChoice>, models = vendors): string[] =>
  judgesOf(models, { ...on, ...choice }).map(({ name }) => name);

describe('who may be asked about near questions', () => {
  it('is nobody unless it is on', () => {
    expect(namesOf({ CACHE_JUDGE: 'off', CACHE_JUDGE_MODEL: 'unheard-of' })).toEqual([]);
  });

  it('is every model of a vendor, or the one that is named', () => {
    expect(namesOf({})).toEqual(['gpt-4o-mini', 'gpt-4o', 'gpt-3.5-turbo', 'gpt-4.1']);
    expect(namesOf({ CACHE_JUDGE_MODEL: 'gpt-4.1' })).toEqual(['gpt-4.1']);
  });

  it('is a fault at the start where there is no such model', () => {
    expect(() => namesOf({ CACHE_JUDGE_MODEL: 'gpt-4.1-mini' })).toThrow(
      'CACHE_JUDGE_MODEL: gpt-4.1-mini is no vendor’s model of this fleet. Add it to OTHER_MODELS, or name one of MODEL_LADDER.',
    );
    expect(() => namesOf({}, chooseAnswerModels({}))).toThrow('Name one in MODEL_LADDER, or turn it off.');
    expect(() => namesOf({ CACHE_JUDGE_MODEL: 'local-extractive' }, chooseAnswerModels({}))).toThrow(
      'CACHE_JUDGE_MODEL: local-extractive is no vendor’s model',
    );
  });
});
