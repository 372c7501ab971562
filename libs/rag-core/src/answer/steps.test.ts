import fc from 'fast-check';
import { isFault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import { countTokens } from '../tokens/count-tokens.ts';
import { passage, says, scriptedModel } from './answer-question.fixture.ts';
import { quoteOf } from './cite-passages.ts';
import { contextTokens, fillContext } from './fill-context.ts';
import { firstTokens } from '../tokens/first-tokens.ts';
import { createCitationNumbering } from './number-citations.ts';
import { type Complexity, complexityOf, routeModels } from './route-model.ts';

const words = (count: number): string =>
  Array.from({ length: count }, (_, index) => `word${index}`).join(' ');

describe('fillContext', () => {
  it('numbers what fits and never exceeds its budget', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 400 }), { maxLength: 8 }),
        fc.nat({ max: 2_000 }),
        (lengths, maxTokens) => {
          const context = fillContext(
            lengths.map((length, index) => passage(`p${index}`, words(length + 1))),
            maxTokens,
          );
          const used = context.reduce((sum, { text }) => sum + countTokens(text), 0);
          expect(used).toBeLessThanOrEqual(maxTokens);
          expect(context.map(({ index }) => index)).toEqual(context.map((_, place) => place + 1));
        },
      ),
    );
  });

  it('cuts a passage only when more than 100 tokens are left for it', () => {
    expect(fillContext([passage('a', words(500))], 90)).toEqual([]);
    const [cut] = fillContext([passage('a', words(500))], 300);
    expect(words(500).startsWith(cut?.text ?? 'none')).toBe(true);
    expect(cut?.text).toMatch(/word\d+$/);
  });

  it('goes past a passage that is too long to a shorter one', () => {
    const context = fillContext(
      [passage('a', words(20)), passage('b', words(900)), passage('c', 'short')],
      150,
    );
    expect(context.map(({ passage: { passageId } }) => passageId)).toEqual(['a', 'c']);
  });

  it('takes text that spells a special token as text', () => {
    expect(fillContext([passage('a', 'see <|endoftext|> here')], 200)[0]?.text).toContain('endoftext');
  });

  it('leaves room for instructions, question and answer in a small window', () => {
    const budget = { maxContextTokens: 4_000, maxOutputTokens: 1_000, questionTokens: 100 };
    expect(contextTokens({ ...budget, windowTokens: 2_048 })).toBe(648);
    expect(contextTokens({ ...budget, windowTokens: 128_000 })).toBe(4_000);
  });
});

describe('firstTokens', () => {
  it('never cuts inside a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.nat({ max: 40 }), (text, maxTokens) => {
        const cut = firstTokens(text, maxTokens);
        expect(text.startsWith(cut)).toBe(true);
        expect(cut.isWellFormed()).toBe(text.isWellFormed() || cut.isWellFormed());
      }),
    );
  });
});

describe('createCitationNumbering', () => {
  it('gives the same text for every chunking', () => {
    const piece = fc.constantFrom(
      '[1]',
      '[2]',
      ' [3, 1]',
      '[0]',
      '[',
      ']',
      '1',
      ',',
      ' ',
      'leave',
      '[12]',
      '[2024]',
      '.',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        const whole = createCitationNumbering(3);
        const parts = createCitationNumbering(3);
        const expected = whole.push(text) + whole.end();
        expect(text.split('').map(parts.push).join('') + parts.end()).toBe(expected);
        expect(parts.cited()).toEqual(whole.cited());
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves brackets that cite nothing', () => {
    const numbering = createCitationNumbering(2);
    expect(numbering.push('items[0] in [2024] and [x]') + numbering.end()).toBe('items[0] in [2024] and [x]');
  });
});

describe('quoteOf', () => {
  it('is a part of the stored text that shares most with the statement', () => {
    const text = 'Leave is paid.\nIn May, 25 days are added. Nobody works on Sunday.';
    expect(quoteOf(text, 'You get 25 days in May [1]')).toBe('In May, 25 days are added.');
    expect(quoteOf(text, null)).toBe(text);
    expect(`${words(500)} `.startsWith(`${quoteOf(words(500), null)} `)).toBe(true);
  });
});

describe('routing', () => {
  it.each<[string, Complexity]>([
    ['What is our leave policy?', 'simple'],
    ['list the offices', 'simple'],
    ['Who is the CFO?', 'simple'],
    ['Where is the office?', 'simple'],
    ['listen to how our onboarding team sets up new laptops each month', 'medium'],
    ['How does X compare to Y?', 'complex'],
    ['What is the root cause and evaluate the options', 'complex'],
    ['Analyse the incident', 'complex'],
    ['Explain why leave lapses', 'complex'],
    ['What are the implications?', 'complex'],
  ])('takes %j for %s', (text, complexity) => {
    expect(complexityOf(text)).toBe(complexity);
  });

  const standard = scriptedModel('gpt-4o-mini', says('x'));
  const premium = scriptedModel('gpt-4o', says('x'));
  const cheap = scriptedModel('gpt-3.5-turbo', says('x'));
  const models = { standard, premium, fallbacks: [cheap] };
  const route = { requested: null, isLate: false } as const;
  const firstFor = (question: string, quality: 'basic' | 'standard' | 'high'): string | undefined =>
    routeModels(models, { ...route, question, quality })[0]?.name;

  it.each([
    ['list offices', 'gpt-4o-mini', 'gpt-4o-mini', 'gpt-4o'],
    ['tell me everything about the way our offices are run today', 'gpt-4o-mini', 'gpt-4o', 'gpt-4o'],
    ['compare offices', 'gpt-4o-mini', 'gpt-4o', 'gpt-4o'],
  ])('routes %j by quality', (question, basic, standardQuality, high) => {
    expect([firstFor(question, 'basic'), firstFor(question, 'standard'), firstFor(question, 'high')]).toEqual(
      [basic, standardQuality, high],
    );
  });

  it('falls back down the ladder, never up', () => {
    const names = (quality: 'basic' | 'high'): string[] =>
      routeModels(models, { ...route, question: 'list offices', quality }).map(({ name }) => name);
    expect(names('high')).toEqual(['gpt-4o', 'gpt-4o-mini', 'gpt-3.5-turbo']);
    expect(names('basic')).toEqual(['gpt-4o-mini', 'gpt-3.5-turbo']);
  });

  it('takes the model that the caller names, when it is configured', () => {
    const request = { ...route, question: 'list', quality: 'basic', requested: 'gpt-4o' } as const;
    expect(routeModels(models, request)[0]).toBe(premium);
    expect(() => routeModels(models, { ...request, requested: 'x' })).toThrow(
      expect.toSatisfy((error) => isFault(error, 'invalid-input')),
    );
  });
});
