import { describe, expect, it } from 'vitest';
import { canonicalQuestion } from './canonical-question.ts';

describe('canonicalQuestion', () => {
  it('brings spellings together that mean the same', () => {
    expect(canonicalQuestion('What  is our\nleave policy ?')).toBe(
      canonicalQuestion('what is our leave policy'),
    );
  });

  it.each([
    ['contact us', 'contact US'],
    ['what does it cost', 'what does IT cost'],
    ['sales in 2023', 'sales in 2024'],
    ['is polish allowed', 'is Polish allowed'],
    ['x == 1', 'x != 1'],
  ])('keeps %j and %j apart', (one, other) => {
    expect(canonicalQuestion(one)).not.toBe(canonicalQuestion(other));
  });
});
