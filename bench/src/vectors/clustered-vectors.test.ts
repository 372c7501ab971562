import { expect, test } from 'vitest';
import { clusteredVectors } from './clustered-vectors.ts';

const cosine = (one: Float32Array, other: Float32Array): number =>
  one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);

const vectors = clusteredVectors(1_536, 5);
const MEMBERS = 20;
const SUBJECTS = 200;

const questions = Array.from({ length: SUBJECTS }, (_, subject) => vectors.at(subject * MEMBERS));

/** Cosines of each two of some subjects, one question of each, from small to large. */
function cosinesOfSubjects(): number[] {
  return questions
    .flatMap((one, at) => questions.slice(at + 1).map((other) => cosine(one, other)))
    .toSorted((left, right) => left - right);
}
const middleOf = (numbers: readonly number[]): number =>
  numbers[Math.floor(numbers.length / 2)] ?? Number.NaN;

test('are of unit length, the same each time, and others for another seed', () => {
  expect(cosine(vectors.at(3), vectors.at(3))).toBeCloseTo(1, 5);
  expect(vectors.at(3)).toEqual(clusteredVectors(1_536, 5).at(3));
  expect(vectors.at(3)).not.toEqual(clusteredVectors(1_536, 6).at(3));
});
test('have the cosines that are reported: 0.8 about one subject, 0.5 in one topic, 0.15 otherwise', () => {
  expect(cosine(vectors.at(0), vectors.at(19))).toBeGreaterThan(0.75);
  expect(cosine(vectors.at(0), vectors.at(19))).toBeLessThan(0.85);
  const cosines = cosinesOfSubjects();
  const isOfOneTopic = (one: number): boolean => one > 0.325;
  expect(middleOf(cosines.filter((one) => !isOfOneTopic(one)))).toBeCloseTo(0.15, 1);
  expect(middleOf(cosines.filter(isOfOneTopic))).toBeCloseTo(0.5, 1);
});
test('come in topics of very different sizes', () => {
  const cosines = cosinesOfSubjects();
  const share = cosines.filter((one) => one > 0.325).length / cosines.length;
  // 100 topics by Zipf's law put two subjects into one topic in 6 of 100 cases; topics of one size would in 1.
  expect(share).toBeGreaterThan(0.04);
  expect(share).toBeLessThan(0.09);
});
test('are carried by about 90 directions, as reported, and not by all', () => {
  const mean = new Float32Array(1_536).map(
    (_, at) => questions.reduce((sum, one) => sum + (one[at] ?? 0), 0) / SUBJECTS,
  );
  const centered = questions.map((one) => one.map((value, at) => value - (mean[at] ?? 0)));
  const products = centered.flatMap((one, row) =>
    centered.map((other, column) => [row === column, cosine(one, other)] as const),
  );
  const variance = products.reduce((sum, [isOwn, product]) => sum + (isOwn ? product : 0), 0);
  const squares = products.reduce((sum, [, product]) => sum + product ** 2, 0);
  // So few questions show at most as many directions as there are questions.
  const directions = 1 / (squares / variance ** 2 - 1 / SUBJECTS);
  expect(directions).toBeGreaterThan(70);
  expect(directions).toBeLessThan(110);
});
test('a question near one is nearer to it than to its subject', () => {
  expect(cosine(vectors.near(4, 0.96), vectors.at(4))).toBeGreaterThan(0.95);
  expect(cosine(vectors.near(4, 0.96), vectors.at(5))).toBeLessThan(0.85);
});
