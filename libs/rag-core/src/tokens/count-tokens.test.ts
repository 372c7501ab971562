import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, it } from 'vitest';
import { countTokens } from './count-tokens.ts';

const PIECE = 512;

it('counts what is language as the model does', () => {
  const text = 'Wie viele Urlaubstage habe ich? 年に二十五日です。\n'.repeat(100);
  expect(countTokens(text)).toBe(encode(text).length);
});

it.each([
  ['letters', 'internationalization'.repeat(800)],
  ['signs', '-=+'.repeat(4_000)],
  ['spaces', ' \n\t '.repeat(3_000)],
])('counts a long run of %s piece by piece, which is nearly the same', (_of, run) => {
  const pieces = Array.from({ length: Math.ceil(run.length / PIECE) }, (_, at) =>
    run.slice(at * PIECE, (at + 1) * PIECE),
  );
  expect(countTokens(run)).toBe(pieces.reduce((sum, piece) => sum + encode(piece).length, 0));
  expect(Math.abs(countTokens(run) - encode(run).length)).toBeLessThan(2 * pieces.length + 1);
});

it('never parts a character', () => {
  expect(countTokens('👩'.repeat(1_000))).toBeGreaterThan(0);
  expect(countTokens(`${'a'.repeat(511)}👩${'b'.repeat(600)}`)).toBe(
    ['a'.repeat(511) + '👩', 'b'.repeat(512), 'b'.repeat(88)].reduce(
      (sum, piece) => sum + encode(piece).length,
      0,
    ),
  );
});
