import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passage, says, scriptedModel } from '../answer/answer-question.fixture.ts';
import { tokenCounterOf } from '../tokens/tokens-for-model.ts';
import { fillContext } from './fill-context.ts';
import { fitPrompt, type PromptParts } from './fit-prompt.ts';

const words = (count: number, word: string): string =>
  Array.from({ length: count }, (_, index) => `${word}${index}`).join(' ');
const model = (contextWindowTokens: number, name = 'gpt-4o') => ({
  ...scriptedModel(name, says('x')),
  contextWindowTokens,
});
const contextOf = (...lengths: readonly number[]): PromptParts['context'] =>
  fillContext(
    lengths.map((length, at) => passage(`p${at}`, words(length, `p${at}x`))),
    { maxTokens: 100_000, compresses: true },
  );
const parts = (changes: Partial<PromptParts>): PromptParts => ({
  question: 'How many days of leave do I have?',
  history: [],
  context: contextOf(20, 20),
  maxOutputTokens: 100,
  ...changes,
});
const turn = (role: 'user' | 'assistant', length: number) => ({ role, content: words(length, role) });

describe('fitPrompt', () => {
  it('leaves a prompt as it is when the window holds it', () => {
    const asked = parts({ history: [turn('user', 5)] });
    expect(fitPrompt(model(128_000), asked)).toMatchObject({
      history: asked.history,
      context: asked.context,
      fit: 'whole',
    });
    expect(fitPrompt(model(1_000), asked)).toEqual({
      history: asked.history,
      context: asked.context,
      fit: 'whole',
    });
  });

  it('never has more tokens than the window holds, whatever is asked of which model', () => {
    const texts = fc.constantFrom(
      'leave ',
      'Urlaubstage ',
      '年次休暇',
      '👨‍👩‍👧 ',
      '<|endoftext|> ',
      'შვებულება ',
      'x=1;\n',
    );
    const text = fc.tuple(texts, fc.nat({ max: 120 })).map(([word, times]) => word.repeat(times));
    const role = fc.constantFrom('user' as const, 'assistant' as const);
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 6 }),
        fc.array(
          fc.tuple(role, text).map(([who, content]) => ({ role: who, content })),
          { maxLength: 5 },
        ),
        text,
        fc.tuple(fc.nat({ max: 4_000 }), fc.constantFrom('gpt-4o', 'gpt-3.5-turbo', 'claude-3-5-haiku')),
        (passages, history, question, [window, name]) => {
          const context = fillContext(
            passages.map((content, at) => passage(`p${at}`, `${at} ${content}`)),
            { maxTokens: 4_000, compresses: true },
          );
          const asked = parts({ context, history, question });
          const fitted = fitPrompt(model(window, name), asked);
          expect(fitPrompt(model(window, name), asked)).toEqual(fitted);
          if (fitted.fit === 'none' || context.length === 0) return;
          const { count } = tokenCounterOf(name);
          const said = [
            question,
            ...fitted.history.map(({ content }) => content),
            ...fitted.context.map((one) => one.text),
          ];
          expect(said.reduce((sum, one) => sum + count(one), asked.maxOutputTokens)).toBeLessThanOrEqual(
            window,
          );
          expect(fitted.context.map(({ index }) => index)).toEqual(fitted.context.map((_, at) => at + 1));
          const order = fitted.context.map((one) =>
            context.findIndex((other) => other.passage === one.passage),
          );
          expect(order).toEqual(order.toSorted((one, other) => one - other));
        },
      ),
    );
  });

  it('gives passages at least half of the room, and leaves out the oldest turns for them', () => {
    const history = [turn('user', 400), turn('assistant', 400), turn('user', 100)];
    const fitted = fitPrompt(model(2_600), parts({ history, context: contextOf(300, 300) }));
    expect(fitted.history).toEqual(history.slice(2));
    expect([fitted.context.length, fitted.fit]).toEqual([2, 'cut']);
  });

  it('counts the instructions of the tenant', () => {
    const asked = parts({ context: contextOf(20) });
    const instructions = { text: words(300, 'say'), language: 'de' };
    expect(fitPrompt(model(800), asked).fit).toBe('whole');
    expect(fitPrompt(model(800), { ...asked, instructions }).fit).toBe('none');
  });

  it.each([0, 1, 300, 400, 408])(
    'says that nothing has room, never less than nothing: a window of %i',
    (window) => {
      expect(fitPrompt(model(window), parts({ context: contextOf(900) }))).toMatchObject({
        context: [],
        fit: 'none',
      });
    },
  );
});
