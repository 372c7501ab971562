import type { SlotKind } from './workload/question-family.ts';
import type { AskedInWorkload } from './workload/generate-workload.ts';
import type { SpendSide } from './sides/spend-side.ts';

/** What a side came to over a whole workload. */
export interface SpendTally {
  readonly questions: number;
  /** Served from the cache, rightly or not. */
  readonly hits: number;
  /** Served with the answer of another meaning. */
  readonly falseHits: number;
  /** The same by what the wrong answer's question differs in, where the question was drawn as a near miss. */
  readonly falseHitsByKind: Readonly<Partial<Record<SlotKind | 'other', number>>>;
  /** Money as a share of what it costs without a cache. */
  readonly usd: number;
}

/** Asks every question in its order. */
export async function tallySpend(side: SpendSide, asked: readonly AskedInWorkload[]): Promise<SpendTally> {
  const sum = { hits: 0, falseHits: 0, usd: 0 };
  const falseHitsByKind: Partial<Record<SlotKind | 'other', number>> = {};
  for (const question of asked) {
    const { label, isHit, usd } = await side.serve(question);
    sum.usd += usd;
    if (isHit) sum.hits += 1;
    if (!isHit || label === question.label) continue;
    sum.falseHits += 1;
    const kind = question.nearMiss ?? 'other';
    falseHitsByKind[kind] = (falseHitsByKind[kind] ?? 0) + 1;
  }
  return { ...sum, questions: asked.length, falseHitsByKind };
}

export const hitRate = ({ hits, questions }: SpendTally): number => hits / questions;
/** Of the questions that were served from the cache. */
export const falseHitRate = ({ hits, falseHits }: SpendTally): number => (hits === 0 ? 0 : falseHits / hits);
export const trueHits = ({ hits, falseHits }: SpendTally): number => hits - falseHits;
