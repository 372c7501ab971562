import { expect, test } from 'vitest';
import { clusteredVectors } from './clustered-vectors.ts';

const cosine = (one: Float32Array, other: Float32Array): number =>
  one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);

const vectors = clusteredVectors(1_536, 5);
const MEMBERS = 20;
const SUBJECTS = 200;

/** Cosines of each two of some subjects, one question of each, from small to large. */
function cosinesOfSubjects(): number[] {
  const questions = Array.from({ length: SUBJECTS }, (_, subject) => vectors.at(subject * MEMBERS));
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
  // Nothing lies between the levels.
  expect(cosines.filter((one) => one > 0.28 && one < 0.37)).toEqual([]);
});
test('come in topics of very different sizes', () => {
  const cosines = cosinesOfSubjects();
  const share = cosines.filter((one) => one > 0.325).length / cosines.length;
  // 100 topics by Zipf's law put two subjects into one topic in 6 of 100 cases; topics of one size would in 1.
  expect(share).toBeGreaterThan(0.04);
  expect(share).toBeLessThan(0.09);
});
test('a question near one is nearer to it than to its subject', () => {
  expect(cosine(vectors.near(4, 0.96), vectors.at(4))).toBeGreaterThan(0.95);
  expect(cosine(vectors.near(4, 0.96), vectors.at(5))).toBeLessThan(0.85);
});
