import { seededNumbers } from '@ragfleet/test-support';
import type { ClusteredVectors } from '../../vectors/clustered-vectors.ts';
import type { ExactScan } from '../../vectors/exact-scan.ts';

export interface Recall {
  readonly entries: number;
  /** Cosine of the questions with the entries that they were made from. */
  readonly similarity: number;
  readonly questions: number;
  /** Share of the questions, 0 to 1. */
  readonly recall: number;
}

const QUESTIONS = 400;

/** Questions near one that is kept, at random; the same each time. */
export function questionsNear(
  vectors: ClusteredVectors,
  entries: number,
  similarity: number,
): Float32Array[] {
  const random = seededNumbers(entries);
  return Array.from({ length: QUESTIONS }, () => vectors.near(Math.floor(random() * entries), similarity));
}

/** How often what is found is what an exact comparison calls nearest. */
export async function recallOf({
  entries,
  probes,
  similarity,
  scan,
  find,
}: {
  readonly entries: number;
  readonly probes: readonly Float32Array[];
  readonly similarity: number;
  readonly scan: ExactScan;
  readonly find: (probe: Float32Array) => Promise<number | null>;
}): Promise<Recall> {
  let found = 0;
  for (const probe of probes) if ((await find(probe)) === scan.nearest(probe)) found += 1;
  return { entries, similarity, questions: probes.length, recall: found / probes.length };
}
