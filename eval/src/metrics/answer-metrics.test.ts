import { describe, expect, it } from 'vitest';
import { answerMetrics, type AskedQuestion } from './answer-metrics.ts';

const asked = (answer: string, changes: Partial<AskedQuestion> = {}): AskedQuestion => ({
  isAnswerable: true,
  answers: ['25 days'],
  relevant: new Set(['leave']),
  answer,
  citedDocuments: ['leave'],
  isRefused: false,
  confidence: 0.9,
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
    ).toMatchObject({
      n: 2,
      contains: 0.5,
      citedRight: 1,
      meanWords: 4,
      unanswerableN: 2,
      unanswerableRefused: 0.5,
      p50Ms: 25,
    });
  });
  it('compares confidence with being right, of all that is no refusal', () => {
    const { calibration } = answerMetrics([
      asked('25 days'),
      asked('no', { confidence: 0.5 }),
      asked('25 days', { citedDocuments: ['other'], confidence: 0.5 }),
      asked('25 days', { isAnswerable: false, answers: null, confidence: 0.5 }),
      asked('Nothing answers it.', { isRefused: true, confidence: 0 }),
    ]);
    expect(calibration.bins).toMatchObject([
      { n: 3, confidence: 0.5, accuracy: 0 },
      { n: 1, confidence: 0.9, accuracy: 1 },
    ]);
  });
});
