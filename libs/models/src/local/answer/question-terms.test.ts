import { describe, expect, it } from 'vitest';
import { termsInConversation } from './question-terms.ts';

const termOf = (question: string, word: string) =>
  termsInConversation(question, []).find((term) => term.word === word);
const weightOf = (question: string, word: string): number => termOf(question, word)?.weight ?? 0;

describe('the terms of a question', () => {
  it.each([
    'The garage was flooded. Is the lift insured?',
    'The garage was flooded; is the lift insured?',
    'The garage was flooded, so is the lift insured?',
  ])('weigh less where somebody tells what happened before they ask: %s', (question) => {
    expect(weightOf(question, 'garage')).toBeCloseTo(weightOf('Is the garage insured?', 'garage') / 2);
    expect(weightOf(question, 'insured')).toBe(weightOf('Is the lift insured?', 'insured'));
  });

  it('are names where they are asked about alone', () => {
    expect(termOf('My aunt Ada came from Spain. Is she insured in Norway?', 'spain')?.isName).toBe(false);
    expect(termOf('My aunt Ada came from Spain. Is she insured in Norway?', 'norway')?.isName).toBe(true);
  });

  it('are no names when they are days or months', () => {
    expect(termOf('Is the lift insured on a Wednesday in March?', 'wednesday')?.isName).toBe(false);
    expect(termOf('Is the lift insured on a Wednesday in March?', 'march')?.isName).toBe(false);
  });

  it('keep their weight in a list, and in a question that is not the last sentence', () => {
    expect(weightOf('Are bikes, skis and boots insured?', 'bikes')).toBe(
      weightOf('Are bikes insured?', 'bikes'),
    );
    expect(weightOf('Is the lift insured? Thanks in advance.', 'lift')).toBe(
      weightOf('Is the lift insured?', 'lift'),
    );
  });

  it('are hardly words that only carry it', () => {
    expect(weightOf('What happens if somebody is late?', 'somebody')).toBeLessThan(0.3);
  });
});
