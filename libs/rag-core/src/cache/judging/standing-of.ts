import {
  isOnlyWordedApart,
  judgeNeighbor,
  type MeaningDifference,
  type NeighborPair,
} from '@ragfleet/question-meaning';
import type { CacheEntry } from '../../ports/answer-cache.ts';
import type { QueryCache } from '../query-cache.ts';
import type { Judge } from './judge-of.ts';
import { judgedBefore } from './judged-wordings.ts';

/**
 * How far below the threshold a judge may be asked, in cosines: somebody's own words for a thing lie there. Farther away more is
 * found (docs/decisions/0068), but where a tenant has few documents every question finds them all, and each would be asked about.
 */
export const JUDGE_REACH = 0.1;

/** Whether a near entry may answer. */
export interface Standing {
  readonly standing: 'same' | 'same-if-found-first' | 'same-if-judged' | 'refused';
  /** What speaks against it without a judge, or `judged` where one has said before that both mean different things. */
  readonly veto: MeaningDifference | 'judged' | null;
}

interface Near {
  readonly entry: CacheEntry;
  /** Cosine, -1 to 1. */
  readonly similarity: number;
  readonly threshold: number;
}

/** What the lists and the vectors say, and where they leave doubt, what a judge has said before or may be asked. */
export function standingOf(
  cache: QueryCache,
  { entry, similarity, threshold }: Near,
  judge: Judge | null,
): Standing {
  const pair: NeighborPair = { one: entry.question, other: cache.question, similarity };
  const verdict = judgeNeighbor(pair);
  const isNear = similarity >= threshold;
  const isSame = verdict === 'same' || verdict === 'same-if-found-first';
  // What lies farther away is nothing that a veto has kept from answering.
  const veto = isSame || !isNear ? null : verdict;
  const known = { standing: isNear && isSame ? verdict : 'refused', veto } as const;
  const isInDoubt = isSame ? !isNear || verdict !== 'same' : judge !== null && isOnlyWordedApart(pair);
  if (judge === null || !isInDoubt) return known;
  const before = judgedBefore(entry, cache.wordingId(judge.name));
  if (before !== null)
    return before.isSame ? { standing: 'same', veto: null } : { standing: 'refused', veto: 'judged' };
  return isNear && isSame ? known : { standing: 'same-if-judged', veto };
}

/** True where a judge would be asked about two questions of this nearness, were both known for the first time. */
export const isLeftToJudge = (pair: NeighborPair, threshold: number): boolean => {
  if (pair.similarity < threshold - JUDGE_REACH) return false;
  const isSame = judgeNeighbor(pair).startsWith('same');
  return isSame ? pair.similarity < threshold : isOnlyWordedApart(pair);
};
