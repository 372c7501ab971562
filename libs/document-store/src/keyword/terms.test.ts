import { describe, expect, it } from 'vitest';
import { passageTerms } from './passage-terms.ts';
import { termsOf } from './terms.ts';

describe('termsOf', () => {
  it.each([
    ['folds case and stems', 'Opening OPENED opens', ['open', 'open', 'open']],
    ['drops the words that carry no subject', 'what is the policy of the house', ['polici', 'hous']],
    ['keeps numbers and codes', 'form W-2 of 2026', ['form', 'w', '2', '2026']],
    ['drops the possessive', "the company's and the employee’s", ['compani', 'employe']],
    ['takes wide and composed letters as the plain ones', 'ＡＢＣ ﬁle', ['abc', 'file']],
    ['cuts scripts that are written without spaces', '年次有給休暇', ['年次', '有給', '休暇']],
    ['has no terms for punctuation', '?! … —', []],
    ['leaves out what is too long to be a word', 'x'.repeat(65), []],
  ])('%s', (_, text, terms) => {
    expect(termsOf(text)).toEqual(terms);
  });
});

describe('passageTerms', () => {
  it('counts a word of the title twice, of a heading once, and the title among the headings not again', () => {
    const { terms, length } = passageTerms('Leave', {
      headings: ['Leave', 'Days'],
      text: 'Days of leave: 25',
    });
    expect(terms).toEqual({ leav: 3, dai: 2, 25: 1 });
    expect(length).toBe(6);
  });
  it('takes words that are names of object members as words', () => {
    expect(
      passageTerms('t', { headings: [], text: 'constructor __proto__ constructor' }).terms['constructor'],
    ).toBe(2);
  });
});
