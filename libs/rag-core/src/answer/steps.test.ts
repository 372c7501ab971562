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
      '[1-2]',
      '-',
      '–',
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

  it.each([
    ['A [3]. B [1-2].', 'A [1]. B [2][3].', [3, 1, 2]],
    ['A [1–3].', 'A [1][2][3].', [1, 2, 3]],
    ['A [2 - 3; 1].', 'A [1][2][3].', [2, 3, 1]],
    ['A [3-2].', 'A [1][2].', [2, 3]],
    ['A [2-99].', 'A [1][2].', [2, 3]],
    ['A [0-2].', 'A [0-2].', []],
  ])('takes each of a range: %s', (text, shown, cited) => {
    const numbering = createCitationNumbering(3);
    expect(numbering.push(text) + numbering.end()).toBe(shown);
    expect(numbering.cited()).toEqual(cited);
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

  it.each([
    [
      '文書は三年間保管します。有給休暇は年に二十五日です。',
      '有給休暇は二十五日です [1]',
      '有給休暇は年に二十五日です。',
    ],
    ['文件须保存三年。员工每年有二十五天年假。', '年假为二十五天 [1]', '员工每年有二十五天年假。'],
  ])('is found where no spaces are written: %s', (text, statement, quote) => {
    expect(quoteOf(text, statement)).toBe(quote);
  });
});
