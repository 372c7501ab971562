import { expect, test } from 'vitest';
import { markOf, questionOf, readMark } from './question-mark.ts';

test('a question is known again by its mark, whatever else is in the call', () => {
  const question = questionOf({ kind: 'north', at: 34_799 });
  const texts = ['You answer questions. [1] The north office 12 is closed.', `<q>${question}</q>`];
  expect(readMark(texts, ['south', 'north'])).toEqual({ kind: 'north', at: 34_799 });
});
test('a kind that nobody asked for is no mark', () => {
  expect(readMark([markOf({ kind: 'west', at: 1 })], ['north', 'south'])).toBeNull();
});
test('questions differ in their words as well as in their numbers', () => {
  const words = Array.from({ length: 128 }, (_, at) => questionOf({ kind: 'north', at }).replace(/\d+/, ''));
  expect(new Set(words).size).toBe(128);
});
