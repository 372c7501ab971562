import { isFault } from '@ragfleet/kernel';
import { PRICE_LIST } from '@ragfleet/pricing';
import { describe, expect, it } from 'vitest';
import type { AnswerModels } from '../answer/answer-ports.ts';
import { says, scriptedModel } from '../answer/answer-question.fixture.ts';
import type { Quality } from '../ports/answers.ts';
import type { AnswerModel } from '../ports/models.ts';
import type { PromptFit, RouteDecision, RouteRequest } from './route-contract.ts';
import { routeModels } from './route-models.ts';
import { typicalCostUsd } from './typical-cost.ts';

const model = (name: string, contextWindowTokens = 128_000): AnswerModel => ({
  ...scriptedModel(name, says('x')),
  contextWindowTokens,
});
const premium = model('gpt-4o');
const standard = model('gpt-4o-mini');
const cheap = model('gpt-3.5-turbo', 16_385);
const models: AnswerModels = { standard, premium, fallbacks: [cheap] };

const MEDIUM = 'tell me everything about the way our offices are run today';
const USUAL: RouteRequest = {
  question: 'list offices',
  quality: 'standard',
  requested: null,
  allowedModels: null,
  isLate: false,
  pressure: 'none',
  fitOf: () => 'whole',
  prices: PRICE_LIST,
};

const route = (changes: Partial<RouteRequest>, ladder = models): RouteDecision =>
  routeModels(ladder, { ...USUAL, ...changes });
const namesOf = (decision: RouteDecision): readonly string[] => decision.models.map(({ name }) => name);
const fits =
  (byName: Record<string, PromptFit>): RouteRequest['fitOf'] =>
  ({ name }) =>
    byName[name] ?? 'whole';

describe('routeModels', () => {
  it.each<[string, string, string, string]>([
    ['list offices', 'gpt-4o-mini', 'gpt-4o-mini', 'gpt-4o'],
    [MEDIUM, 'gpt-4o-mini', 'gpt-4o', 'gpt-4o'],
    ['compare offices', 'gpt-4o-mini', 'gpt-4o', 'gpt-4o'],
  ])('routes %j by quality', (question, basic, standardQuality, high) => {
    const first = (quality: Quality): string | undefined => namesOf(route({ question, quality }))[0];
    expect([first('basic'), first('standard'), first('high')]).toEqual([basic, standardQuality, high]);
  });

  it('falls back down the ladder, never up', () => {
    expect(namesOf(route({ quality: 'high' }))).toEqual(['gpt-4o', 'gpt-4o-mini', 'gpt-3.5-turbo']);
    expect(namesOf(route({ quality: 'basic' }))).toEqual(['gpt-4o-mini', 'gpt-3.5-turbo']);
  });

  it('lets another judge decide', () => {
    expect(route({ judge: () => 'complex' })).toMatchObject({
      complexity: 'complex',
      models: [{ name: 'gpt-4o' }, {}, {}],
    });
  });

  it('gives a late question the faster model, and says so only when it is another one', () => {
    expect(route({ question: MEDIUM, isLate: true }).reasons).toEqual(['faster-model']);
    expect(namesOf(route({ question: MEDIUM, isLate: true }))[0]).toBe('gpt-4o-mini');
    expect(route({ isLate: true }).reasons).toEqual([]);
  });
});

describe('a model that the caller names', () => {
  const sonnet = model('claude-3-5-sonnet', 200_000);
  const withOthers: AnswerModels = { ...models, others: [sonnet] };
  const refused: unknown = expect.toSatisfy((error: unknown) => isFault(error, 'invalid-input'));

  it('answers when it is on the ladder, late or not', () => {
    expect(namesOf(route({ requested: 'gpt-4o', quality: 'basic', isLate: true }))[0]).toBe('gpt-4o');
  });

  it.each(['gpt-9', '', 'constructor', 'GPT-4O'])(
    'is an error when it is not configured: %j',
    (requested) => {
      expect(() => route({ requested })).toThrow(refused);
      expect(() => route({ requested, pressure: 'no-model' })).toThrow(refused);
      expect(() => route({ requested, allowedModels: [requested] })).toThrow(refused);
    },
  );

  it('must be allowed', () => {
    expect(() => route({ requested: 'gpt-4o', allowedModels: ['gpt-4o-mini'] })).toThrow(refused);
    expect(() => route({ requested: 'gpt-4o', allowedModels: [] })).toThrow(refused);
    expect(namesOf(route({ requested: 'gpt-4o', allowedModels: ['gpt-4o'] }))[0]).toBe('gpt-4o');
  });

  it('may be off the ladder where it is allowed, with fallbacks that are not dearer', () => {
    const request = { requested: 'claude-3-5-sonnet' };
    expect(() => route(request, withOthers)).toThrow(refused);
    const decision = route({ ...request, allowedModels: ['claude-3-5-sonnet'] }, withOthers);
    expect(namesOf(decision)).toEqual(['claude-3-5-sonnet', 'gpt-4o', 'gpt-4o-mini', 'gpt-3.5-turbo']);
  });
});

describe('a budget that drains', () => {
  it('lowers the quality by one step', () => {
    const decision = route({ question: MEDIUM, pressure: 'lower-quality' });
    expect([namesOf(decision)[0], decision.reasons]).toEqual(['gpt-4o-mini', ['budget-quality']]);
  });

  it('names no reason when the same model answers', () => {
    expect(route({ pressure: 'lower-quality' }).reasons).toEqual([]);
    expect(route({ question: MEDIUM, quality: 'high', pressure: 'lower-quality' }).reasons).toEqual([]);
    expect(route({ pressure: 'smaller-model' }).reasons).toEqual([]);
  });

  it('then takes the cheapest model by the price list, with no dearer fallback, whatever the caller named', () => {
    for (const requested of [null, 'gpt-4o', 'gpt-3.5-turbo']) {
      const decision = route({ question: MEDIUM, requested, pressure: 'smaller-model' });
      expect([namesOf(decision), decision.reasons]).toEqual([['gpt-4o-mini'], ['budget-model']]);
    }
  });

  it('then takes none', () => {
    expect(route({ question: MEDIUM, pressure: 'no-model' })).toEqual({
      models: [],
      complexity: 'medium',
      reasons: ['budget-passages'],
    });
  });

  it('knows what a typical answer costs', () => {
    expect(typicalCostUsd('gpt-4o-mini', PRICE_LIST)).toBeCloseTo(0.000632, 6);
    expect(typicalCostUsd('gpt-4o', PRICE_LIST)).toBeCloseTo(0.010533, 5);
  });
});

describe('a prompt and the windows', () => {
  const small: AnswerModels = { standard: cheap, premium: model('gpt-4', 8_192), fallbacks: [standard] };

  it('goes to the next model that holds it whole, and says so', () => {
    const decision = route(
      { quality: 'high', fitOf: fits({ 'gpt-4': 'cut', 'gpt-3.5-turbo': 'cut' }) },
      small,
    );
    expect([namesOf(decision), decision.reasons]).toEqual([['gpt-4o-mini'], ['larger-window']]);
  });

  it('goes up the ladder when nothing below holds it', () => {
    const decision = route({ fitOf: fits({ 'gpt-4o-mini': 'cut', 'gpt-3.5-turbo': 'none' }) });
    expect([namesOf(decision), decision.reasons]).toEqual([['gpt-4o', 'gpt-4o-mini'], ['larger-window']]);
  });

  it('goes to the largest window when none holds it whole', () => {
    expect(namesOf(route({ quality: 'high', fitOf: () => 'cut' }, small))).toEqual(['gpt-4o-mini']);
    expect(route({ quality: 'high', fitOf: () => 'cut' }).reasons).toEqual([]);
  });

  it('stays with a named or a budget model, cut', () => {
    const fitOf = fits({ 'gpt-4o-mini': 'cut' });
    expect(route({ requested: 'gpt-4o-mini', fitOf }).reasons).toEqual([]);
    expect(namesOf(route({ pressure: 'smaller-model', fitOf }))).toEqual(['gpt-4o-mini']);
  });

  it('never tries a model that has no room, and fails with the fix when none has', () => {
    expect(namesOf(route({ fitOf: fits({ 'gpt-3.5-turbo': 'none' }) }))).toEqual(['gpt-4o-mini']);
    const tooLarge: unknown = expect.toSatisfy((error: unknown) => isFault(error, 'too-large'));
    expect(() => route({ fitOf: () => 'none' })).toThrow(tooLarge);
    expect(() => route({ requested: 'gpt-3.5-turbo', fitOf: fits({ 'gpt-3.5-turbo': 'none' }) })).toThrow(
      tooLarge,
    );
  });
});
