import { describe, expect, it } from 'vitest';
import { answerMetrics, type AskedQuestion } from './answer-metrics.ts';

const asked = (answer: string, changes: Partial<AskedQuestion> = {}): AskedQuestion => ({
  isAnswerable: true,
  answers: ['25 days'],
  relevant: new Set(['leave']),
  answer,
  citedDocuments: ['leave'],
  isRefused: false,
  durationMs: 10,
  ...changes,
});
const containsOf = (answer: string, ...answers: string[]): number =>
  answerMetrics([asked(answer, { answers })]).contains;

describe('answerMetrics', () => {
  it.each([
    ['whatever the case, the articles and the punctuation', 'You have: THE 25 Days!', 'a 25 days', 1],
    ['beside a citation', 'It is 25 days[1].', '25 days', 1],
    ['one of several right texts', 'It is 25 days.', 'nothing', 1],
    ['not as a part of a word', 'It is 125 days.', '25 days', 0],
    ['not in another order', 'days 25', '25 days', 0],
    ['not when it is nothing but punctuation', 'anything', '...', 0],
    ['not in more than 60 words', `25 days ${'word '.repeat(59)}`, '25 days', 0],
  ])('finds a right text %s', (_, answer, right, share) => {
    expect(containsOf(answer, right, ...(right === 'nothing' ? ['25 days'] : []))).toBe(share);
  });
  it('takes the first citation alone as the cited document', () => {
    const { citedRight } = answerMetrics([
      asked('25 days', { citedDocuments: ['leave', 'other'] }),
      asked('25 days', { citedDocuments: ['other', 'leave'] }),
      asked('25 days', { citedDocuments: [] }),
      asked('no'),
    ]);
    expect(citedRight).toBe(0.5);
  });
  it('counts what nothing answers apart', () => {
    const unanswerable = { isAnswerable: false, answers: null, relevant: new Set<string>() };
    expect(
      answerMetrics([
        asked('one two three'),
        asked('25 days and more words', { durationMs: 30 }),
        asked('A long wrong answer.', { ...unanswerable, durationMs: 20 }),
        asked('Nothing answers it.', { ...unanswerable, isRefused: true, durationMs: 40 }),
      ]),
    ).toEqual({
      n: 2,
      contains: 0.5,
      citedRight: 1,
      meanWords: 4,
      unanswerableN: 2,
      unanswerableRefused: 0.5,
      p50Ms: 25,
    });
  });
});
