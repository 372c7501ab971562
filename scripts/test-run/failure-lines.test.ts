import { expect, test } from 'vitest';
import { failureLines } from './failure-lines.ts';

const failure = { file: 'libs/alpha/src/alpha.test.ts', name: 'holds', error: 'expected 1 to be 2' };

test('says nothing when nothing failed', () => {
  expect(failureLines([])).toEqual([]);
});

test('names twenty and counts the rest', () => {
  const lines = failureLines(Array.from({ length: 23 }, () => failure));
  expect(lines).toHaveLength(21);
  expect(lines.at(-2)).toBe('failed: libs/alpha/src/alpha.test.ts > holds: expected 1 to be 2');
  expect(lines.at(-1)).toBe('failed: 3 more');
});

test('cuts a line that is too wide, and keeps the name', () => {
  const [line = ''] = failureLines([{ ...failure, error: 'x'.repeat(10_000) }]);
  expect(line).toHaveLength(200);
  expect(line).toMatch(/^failed: libs\/alpha\/src\/alpha\.test\.ts > holds: x+…$/);
});
