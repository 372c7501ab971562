import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTextPacker } from './pack-texts.ts';

// A token a word, and never more than the letters.
const countWords = (text: string): number => text.split(' ').filter((word) => word !== '').length;
const counter = { count: countWords, atMost: (text: string): number => text.length };
const countedAlways = { count: countWords, atMost: (): number => Number.POSITIVE_INFINITY };

const packed = (
  texts: readonly string[],
  maxTokens: number,
  by: typeof counter,
): readonly (string | null)[] => {
  const packer = createTextPacker(maxTokens, by);
  return texts.map(
    (text) => packer.add({ text, frameTokens: (count) => 2 + count('a title') })?.text ?? null,
  );
};
const words = fc
  .array(fc.constantFrom('a', 'longer', 'words'), { maxLength: 12 })
  .map((all) => all.join(' '));

describe('createTextPacker', () => {
  it('takes the same texts whether or not it could do without counting', () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 8 }), fc.integer({ min: -5, max: 60 }), (texts, maxTokens) => {
        expect(packed(texts, maxTokens, counter)).toEqual(packed(texts, maxTokens, countedAlways));
      }),
    );
  });

  it('counts nothing while all of it fits in any case', () => {
    const refuses = {
      count: (): number => {
        throw new Error('counted');
      },
      atMost: counter.atMost,
    };
    expect(packed(['some words', 'and more'], 60, refuses)).toEqual(['some words', 'and more']);
  });
});
