import { expect, test } from 'vitest';
import { SYNONYM_GROUPS } from './synonym-groups.ts';

test('has each word and expression in one group alone, in small letters and without marks', () => {
  const expressions = SYNONYM_GROUPS.flat();
  const twice = expressions.filter((expression, at) => expressions.indexOf(expression) !== at);
  expect(twice).toEqual([]);
  expect(
    expressions.filter((expression) => !/^[\p{Ll}\d]+(?: [\p{Ll}\d]+)*$|^US$/u.test(expression)),
  ).toEqual([]);
});

test('holds nothing alone', () => {
  expect(SYNONYM_GROUPS.filter((group) => group.length < 2)).toEqual([]);
});
