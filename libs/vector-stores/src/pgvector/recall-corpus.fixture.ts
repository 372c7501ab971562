import type { PassageVector } from '@ragfleet/rag-core';
import { seededNumbers } from '@ragfleet/test-support';

export const DIMENSION = 32;
const PASSAGES = 20_000;
const CLUSTERS = 200;

const random = seededNumbers(7);
const noise = (): number => random() + random() + random() - 1.5;
const unit = (values: readonly number[]): Float32Array => {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return Float32Array.from(values, (value) => value / length);
};
const centers = Array.from({ length: CLUSTERS }, () => Array.from({ length: DIMENSION }, noise));

/** A unit vector around a center, as far from it as centers are from each other: neither islands nor a plain fog. */
const near = (cluster: number): Float32Array =>
  unit((centers[cluster % CLUSTERS] ?? []).map((value) => value + noise()));

/** One passage in a hundred belongs to the small tenant, one in a hundred of the large one's lies in `narrow`. */
export const corpusOf = (large: string, small: string): readonly PassageVector[] =>
  Array.from({ length: PASSAGES }, (_, n) => ({
    tenantId: random() < 0.01 ? small : large,
    documentId: `d${Math.floor(n / 5)}`,
    passageId: `p${n}`,
    namespace: random() < 0.01 ? 'narrow' : 'wide',
    department: null,
    vector: near(n),
  }));

export const questions = (count: number): readonly Float32Array[] =>
  Array.from({ length: count }, (_, n) => near(7 * n + 3));
