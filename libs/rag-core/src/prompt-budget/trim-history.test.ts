import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TURN_TOKENS, trimHistory } from './trim-history.ts';

const turn = (role: 'user' | 'assistant', content: string) => ({ role, content });
/** A token a letter, so that the frames are the rest. */
const count = (text: string): number => text.length;
const trim = (history: Parameters<typeof trimHistory>[0], letters: number, turns: number) =>
  trimHistory(history, letters + turns * TURN_TOKENS, count);

describe('trimHistory', () => {
  const history = [
    turn('user', 'aaaa'),
    turn('assistant', 'bbbb'),
    turn('user', 'cccc'),
    turn('assistant', 'dddd'),
  ];

  it('leaves out whole turns, the oldest first, and an answer with its question', () => {
    expect(trim(history, 16, 4)).toEqual(history);
    expect(trim(history, 15, 4)).toEqual(history.slice(2));
    expect(trim(history.slice(1), 12, 3)).toEqual(history.slice(1));
    expect(trim(history, 8, 2)).toEqual(history.slice(2));
  });

  it('keeps the last turn of the user, whatever it takes', () => {
    expect(trim(history, 7, 2)).toEqual([history[2]]);
    expect(trim(history, -1_000, 0)).toEqual([history[2]]);
    expect(trim([turn('assistant', 'x')], 0, 0)).toEqual([]);
  });

  it('keeps the order, cuts nothing, and fits but for that turn', () => {
    const role = fc.constantFrom('user' as const, 'assistant' as const);
    const turns = fc.array(
      fc.tuple(role, fc.string({ maxLength: 30 })).map(([who, content]) => turn(who, content)),
    );
    fc.assert(
      fc.property(turns, fc.integer({ min: -50, max: 400 }), (whole, maxTokens) => {
        const kept = trimHistory(whole, maxTokens, count);
        expect(whole.filter((one) => kept.includes(one))).toEqual(kept);
        const used = kept.reduce((sum, { content }) => sum + count(content) + TURN_TOKENS, 0);
        expect(
          used <= maxTokens || kept.filter(({ role: who }) => who === 'user').length === kept.length,
        ).toBe(true);
        expect(kept.some(({ role: who }) => who === 'user')).toBe(
          whole.some(({ role: who }) => who === 'user'),
        );
      }),
    );
  });
});
