import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDistinctTexts } from './distinct-texts.ts';

describe('createDistinctTexts', () => {
  it('reads plain English as it reads everything else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
        fc.pre(/[a-z0-9]/i.test(text));
        const isNew = createDistinctTexts();
        expect(isNew({ headings: [], text })).toBe(true);
        // A dash beyond ASCII, and no word.
        expect(isNew({ headings: [], text: `– ${text} –` })).toBe(false);
      }),
    );
  });

  it('tells headings, letters and numbers apart', () => {
    const isNew = createDistinctTexts();
    const text = 'At most 20 euros.';
    expect(isNew({ headings: ['Taxi'], text })).toBe(true);
    expect(isNew({ headings: ['TAXI:'], text: 'at most  20 euros' })).toBe(false);
    expect(isNew({ headings: ['Hotel'], text })).toBe(true);
    expect(isNew({ headings: ['Taxi'], text: 'At most 21 euros.' })).toBe(true);
  });
});
