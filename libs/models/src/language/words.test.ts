import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordsOf } from './words.ts';

describe('wordsOf', () => {
  it.each([
    ['Second class, 1,000 euros', ['second', 'class', '1,000', 'euros']],
    ['max_tokens=3.5 (v2.)', ['max', 'tokens', '3.5', 'v2']],
    ['ﬁle Ünder', ['file', 'ünder']],
    ['年次休暇', ['年次', '次休', '休暇']],
    ['?! …', []],
  ])('reads "%s"', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it('reads a plain text as it does beside a letter that is not', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 60 }), (text) => {
        expect(wordsOf(`${text} é`)).toEqual([...wordsOf(text), 'é']);
      }),
      { numRuns: 2_000 },
    );
  });
});
