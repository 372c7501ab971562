import { expect, it } from 'vitest';
import { answerTimes } from './answer-times.js';

type Queries = Parameters<typeof answerTimes>[0];

/** Answered in these milliseconds; null without an answer. */
const answeredIn = (times: readonly (number | null)[]): Queries =>
  times.map((total) => ({ result: total === null ? null : { timings_ms: { total } } })) as unknown as Queries;

it('says within what time half, 95 and 99 of 100 answers came, in any order', () => {
  const times = Array.from({ length: 100 }, (_, index) => (100 - index) * 20);
  const { count, rows } = answerTimes(answeredIn([...times, null]));
  expect(count).toBe(100);
  expect(rows.map(({ name, text }) => [name, text])).toEqual([
    ['Half within', '1.00 s'],
    ['95 of 100 within', '1.90 s'],
    ['99 of 100 within', '1.98 s'],
  ]);
});

it('takes the one answer that there is for all, and says nothing of none', () => {
  expect(answerTimes(answeredIn([7])).rows.map(({ value }) => value)).toEqual([7, 7, 7]);
  expect(answerTimes(answeredIn([null]))).toEqual({ count: 0, rows: [] });
});
