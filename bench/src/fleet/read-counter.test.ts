import { expect, test } from 'vitest';
import { sumOfCounter } from './read-counter.ts';

const TEXT = `# HELP finished_total Queries by terminal state.
finished_total{tenant="a",lane="low",status="succeeded"} 3
finished_total{tenant="b",lane="low",status="succeeded"} 4
finished_total{tenant="b",lane="low",status="failed"} 50
finished_total_more{status="succeeded"} 600
`;

test('adds the samples of one counter that say what was asked for', () => {
  expect(sumOfCounter(TEXT, 'finished_total', 'status="succeeded"')).toBe(7);
});
test('a counter that was never counted is nothing', () => {
  expect(sumOfCounter(TEXT, 'started_total', '')).toBe(0);
});
