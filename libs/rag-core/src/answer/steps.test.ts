import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteOf } from './cite-passages.ts';
import { createCitationNumbering } from './number-citations.ts';

const words = (count: number): string =>
  Array.from({ length: count }, (_, index) => `word${index}`).join(' ');

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
