import { expect, test } from 'vitest';
import { answerOf, embeddingPaceOf, paceOf } from './pace-of.ts';

const takes = { p5Ms: 1_000, p95Ms: 1_000 };
const even = (): number => 0.5;

test('the pieces of a reply end when the time that was drawn is over', () => {
  const { firstTokenMs = 0, betweenTextsMs = 0 } = paceOf({ takes, pieces: 11, firstShare: 0.3 }, even);
  expect(firstTokenMs).toBeCloseTo(300);
  expect(firstTokenMs + 10 * betweenTextsMs).toBeCloseTo(1_000);
});
test('one piece takes all of it, and what answers at once takes nothing', () => {
  expect(paceOf({ takes, pieces: 1, firstShare: 0.3 }, even).firstTokenMs).toBeCloseTo(1_000);
  expect(paceOf({ takes: null, pieces: 1, firstShare: 0 }, even)).toEqual({});
});
test('an answer has as many pieces as were asked for', () => {
  for (const pieces of [1, 2, 12]) expect(answerOf(pieces).match(/(?:\S+\s*){1,3}/g)).toHaveLength(pieces);
});
test('a call for vectors takes its own time, and none where nobody named one', () => {
  const pace = { takes, pieces: 1, firstShare: 0 };
  expect(embeddingPaceOf({ ...pace, embedTakes: { p5Ms: 50, p95Ms: 50 } }, even).firstTokenMs).toBeCloseTo(
    50,
  );
  expect(embeddingPaceOf(pace, even)).toEqual({});
});
