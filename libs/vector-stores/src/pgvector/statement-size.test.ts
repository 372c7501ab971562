import { expect, it } from 'vitest';
import { createStatementSize } from './statement-size.ts';

it('grows while statements are quick, and no further than it may', () => {
  const size = createStatementSize();
  const sizes = Array.from({ length: 8 }, () => {
    size.took(size.vectors, 5);
    return size.vectors;
  });
  expect(sizes.slice(0, 3)).toEqual([32, 64, 128]);
  expect(sizes.at(-1)).toBe(200);
});

it('shrinks at once when a statement took long, and never to nothing', () => {
  const size = createStatementSize();
  for (let turn = 0; turn < 8; turn += 1) size.took(size.vectors, 5);
  size.took(200, 2_000);
  expect(size.vectors).toBe(20);
  size.took(20, 60_000);
  expect(size.vectors).toBe(4);
});

it('goes by the time of a vector, also where a statement carried few', () => {
  const size = createStatementSize();
  size.took(1, 100);
  expect(size.vectors).toBe(4);
});
