import { describe, expect, test } from 'vitest';
import { parseFormula } from './formula.ts';

describe('parseFormula', () => {
  test.each([
    ['1 + 2 * 3', {}, 7],
    ['(1 + 2) * 3', {}, 9],
    ['12 / 2 / 3', {}, 2],
    ['10 - 2 - 3', {}, 5],
    ['high / 5 + low / 20', { high: 10, low: 10 }, 2.5],
    ['(high ?? 20) / 5', { high: null }, 4],
    ['(high ?? 20) / 5', { high: 0 }, 0],
    ['a ?? b ?? 3', { a: null, b: null }, 3],
    // In expr `??` binds tighter than `+`: the missing value is replaced, and one is added.
    ['a ?? 2 + 1', { a: 5 }, 6],
  ])('%s', (text, values, result) => {
    expect(parseFormula(text).evaluate(values)).toBe(result);
  });

  test('knows the names that it reads, each once', () => {
    expect(parseFormula('(a ?? 1) + b / (a + c)').names).toEqual(['a', 'b', 'c']);
  });

  test('refuses what it cannot read, and says where', () => {
    expect(() => parseFormula('a > 1 ? 2 : 3')).toThrow('from "> 1 ? 2 : 3" on');
    expect(() => parseFormula('(a + 1')).toThrow('at its end');
    expect(() => parseFormula('a b')).toThrow('at b');
    expect(() => parseFormula('* 2')).toThrow('at *');
    expect(() => parseFormula('')).toThrow('at its end');
  });

  test('has no result where a value is missing and nothing replaces it, nor for a division by zero', () => {
    expect(() => parseFormula('a + 1').evaluate({ a: null })).toThrow('no number');
    expect(() => parseFormula('1 / a').evaluate({ a: 0 })).toThrow('no number');
  });
});
