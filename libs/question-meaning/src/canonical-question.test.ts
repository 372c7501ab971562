import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalQuestion } from './canonical-question.ts';

describe('canonicalQuestion', () => {
  it.each([
    ['What  is our\nleave policy ?', 'what is our leave policy'],
    ['How do I log in?!', 'how do I log in...'],
    ['¿Cuál es el límite?', 'cuál es el límite'],
    ['Wie viele Tage?', 'wie viele Tage'],
    ['Is 10⁻³ allowed?', 'is 10^−3 allowed'],
    ['What is the ﬁle limit?', 'what is the file limit'],
    ['What is Café open?', 'what is Café open?'],
  ])('brings %j and %j together, which mean the same', (one, other) => {
    expect(canonicalQuestion(one)).toBe(canonicalQuestion(other));
  });

  it.each([
    ['contact us', 'contact US'],
    ['what does it cost', 'what does IT cost'],
    ['sales in 2023', 'sales in 2024'],
    ['is polish allowed', 'is Polish allowed'],
    ['x == 1', 'x != 1'],
    ['WHO rules', 'who rules'],
    ['what is 10² km', 'what is 102 km'],
    ['is it O(2ⁿ)', 'is it O(2n)'],
    ['are 2½ days ok', 'are 21⁄2 days ok'],
    ['what does getUser do', 'what does getuser do'],
    ['what is C++', 'what is C'],
    ['Is-valid', 'is-valid'],
  ])('keeps %j and %j apart', (one, other) => {
    expect(canonicalQuestion(one)).not.toBe(canonicalQuestion(other));
  });

  it('changes nothing when it is done twice', () => {
    const piece = fc.oneof(
      fc.constantFrom('¿', '?', '! ', ' ', '²', '2', '½', 'How', 'May', '…', 'US', '\n'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const once = canonicalQuestion(pieces.join(''));
        expect(canonicalQuestion(once)).toBe(once);
      }),
      { numRuns: 1_000 },
    );
  });
});
