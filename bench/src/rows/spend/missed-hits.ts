import { canonicalQuestion, judgeNeighbor } from '@ragfleet/question-meaning';
import { embedByConcepts } from './workload/concept-embedder.ts';
import type { AskedInWorkload } from './workload/generate-workload.ts';

export interface MissedHit {
  /** `threshold`, `neighbors`, or the veto's name. */
  readonly reason: string;
  readonly asked: string;
  /** The nearest question that is kept and means the same. */
  readonly kept: string;
  readonly similarity: number;
}

interface Kept {
  readonly tenant: string;
  readonly label: string;
  readonly question: string;
  readonly vector: Float32Array;
}

interface Near extends Kept {
  readonly similarity: number;
}

/**
 * Why a workload's questions find no neighbor although an answer of the same meaning is kept: without evidence and
 * access, by what the semantic tier alone looks at. For the tuning half: what a veto costs can only be weighed there.
 */
export function missedHits(
  asked: readonly AskedInWorkload[],
  options: { readonly threshold: number; readonly neighbors: number },
): MissedHit[] {
  const kept: Kept[] = [];
  const missed: MissedHit[] = [];
  for (const { tenant, label, text } of asked) {
    const question = canonicalQuestion(text);
    const vector = embedByConcepts(question);
    const own = kept.filter((one) => one.tenant === tenant);
    if (own.some((one) => one.question === question)) continue;
    const near = own
      .map((one): Near => ({ ...one, similarity: dot(one.vector, vector) }))
      .toSorted((one, other) => other.similarity - one.similarity);
    const reason = reasonOf({ label, question }, near, options);
    if (reason === 'served') continue;
    kept.push({ tenant, label, vector, question });
    const nearest = near.find((one) => one.label === label);
    if (nearest === undefined || reason === null) continue;
    missed.push({ reason, asked: question, kept: nearest.question, similarity: nearest.similarity });
  }
  return missed;
}

function reasonOf(
  asked: { readonly label: string; readonly question: string },
  near: readonly Near[],
  { threshold, neighbors }: { readonly threshold: number; readonly neighbors: number },
): string | null {
  const same = near.filter(({ label }) => label === asked.label);
  const above = same.filter(({ similarity }) => similarity >= threshold);
  const verdictOn = ({ question, similarity }: Near): string =>
    judgeNeighbor({ one: question, other: asked.question, similarity });
  const [first] = above;
  if (same.length === 0) return null;
  if (first === undefined) return 'threshold';
  const allowed = above.find((one) => verdictOn(one).startsWith('same'));
  if (allowed === undefined) return verdictOn(first);
  return near.slice(0, neighbors).includes(allowed) ? 'served' : 'neighbors';
}

function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}
