import { expect, it } from 'vitest';
import { createRandomPool } from './random-pool.ts';

it('gives pieces of the size, none of them twice, over many fetches', () => {
  const take = createRandomPool(12);
  const pieces = Array.from({ length: 10_000 }, take);
  expect(new Set(pieces.map((piece) => piece.toString('hex'))).size).toBe(10_000);
  expect(new Set(pieces.map(({ length }) => length))).toEqual(new Set([12]));
});

it('leaves a piece as it was when the pool is filled anew', () => {
  const take = createRandomPool(12);
  const first = take();
  const before = first.toString('hex');
  for (let at = 0; at < 1_000; at += 1) take();
  expect(first.toString('hex')).toBe(before);
});
