import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTokens } from './count-tokens.ts';
import { firstTokens } from './first-tokens.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const boundaries = (text: string): ReadonlySet<number> =>
  new Set([text.length, ...Array.from(graphemes.segment(text), ({ index }) => index)]);

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc
    .array(
      fc.constantFrom(
        'leave ',
        'Urlaub',
        '👨‍👩‍👧‍👦',
        'é',
        'e\u0301\u0323',
        '年次休暇',
        '\n\n',
        '   ',
        '🇩🇪',
        '<|endoftext|>',
        '日',
      ),
      {
        maxLength: 40,
      },
    )
    .map((parts) => parts.join('')),
);

describe('firstTokens', () => {
  it('begins as the text does, never has more tokens, and never ends inside a character', () => {
    fc.assert(
      fc.property(text, fc.nat({ max: 60 }), (whole, maxTokens) => {
        const cut = firstTokens(whole, maxTokens);
        expect(whole.startsWith(cut)).toBe(true);
        expect(countTokens(cut)).toBeLessThanOrEqual(maxTokens);
        expect(boundaries(whole)).toContain(cut.length);
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps a text that fits, and ends at the end of a word', () => {
    expect(firstTokens('leave is booked in the portal', 100)).toBe('leave is booked in the portal');
    expect(firstTokens('leave is xqzvkwjy', 4)).toBe('leave is');
  });

  it('cuts the same text the same way, whatever was cut before', () => {
    const family = `0 ${'👨‍👩‍👧 '.repeat(120)}`;
    const cuts = [65, 7, 65, 8, 65].map((maxTokens) => firstTokens(family, maxTokens));
    expect(new Set([cuts[0], cuts[2], cuts[4]]).size).toBe(1);
    expect(cuts[0]).toContain('👨‍👩‍👧');
  });

  it('cuts between characters where a script has no spaces', () => {
    const cut = firstTokens(`社内規程 ${'年次有給休暇は翌年に繰り越すことができます。'.repeat(30)}`, 50);
    expect(cut.length).toBeGreaterThan(40);
  });

  it('takes text that spells a special token as text', () => {
    expect(countTokens('<|endoftext|>')).toBeGreaterThan(1);
    expect(firstTokens('see <|endoftext|><|im_start|> here', 3)).toBe('see');
  });
});
