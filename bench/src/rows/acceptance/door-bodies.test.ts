import { expect, test } from 'vitest';
import { BODY_BYTES, bodyOf } from './door-bodies.ts';

test.each(BODY_BYTES)('a submission of %d bytes has about as many, and a question of its own', (bytes) => {
  const sizes = [1, 5_000].map((at) => JSON.stringify(bodyOf(at, bytes)).length);
  for (const size of sizes) expect(Math.abs(size / bytes - 1)).toBeLessThan(0.03);
  expect(bodyOf(1, bytes)).not.toEqual(bodyOf(2, bytes));
});
