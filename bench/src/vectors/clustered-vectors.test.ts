import { expect, test } from 'vitest';
import { clusteredVectors } from './clustered-vectors.ts';

const cosine = (one: Float32Array, other: Float32Array): number =>
  one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);

const vectors = clusteredVectors(1_536, 5);

test('are of unit length, the same each time, and others for another seed', () => {
  expect(cosine(vectors.at(3), vectors.at(3))).toBeCloseTo(1, 5);
  expect(vectors.at(3)).toEqual(clusteredVectors(1_536, 5).at(3));
  expect(vectors.at(3)).not.toEqual(clusteredVectors(1_536, 6).at(3));
});
test('are near inside a cluster and far outside', () => {
  expect(cosine(vectors.at(0), vectors.at(19))).toBeGreaterThan(0.7);
  expect(Math.abs(cosine(vectors.at(0), vectors.at(20)))).toBeLessThan(0.2);
});
test('a question near one is nearer to it than to its cluster', () => {
  expect(cosine(vectors.near(4, 0.96), vectors.at(4))).toBeGreaterThan(0.95);
  expect(cosine(vectors.near(4, 0.96), vectors.at(5))).toBeLessThan(0.85);
});
