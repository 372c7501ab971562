import type { CacheEntry } from '../../ports/answer-cache.ts';
import {
  judgeNeighbor,
  isOnlyWordedApart,
  type NeighborPair,
  type NeighborVerdict,
} from '../meaning/judge-neighbor.ts';
import type { QueryCache } from '../query-cache.ts';
import type { Judge } from './judge-of.ts';
import { judgedBefore } from './judged-wordings.ts';

/** Whether a near entry may answer, or what speaks against it. */
export type Standing =
  | NeighborVerdict
  /** Words that no list knows keep both apart: somebody who knows them may be asked. */
  | 'same-if-judged'
  /** Somebody has said before that both mean different things. */
  | 'judged';

interface Near {
  readonly entry: CacheEntry;
  /** Cosine, -1 to 1. */
  readonly similarity: number;
}

/** What the lists and the vectors say, and where they leave doubt, what a judge has said before or may be asked. */
export function standingOf(cache: QueryCache, { entry, similarity }: Near, judge: Judge | null): Standing {
  const pair: NeighborPair = { one: entry.question, other: cache.question, similarity };
  const verdict = judgeNeighbor(pair);
  if (judge === null || verdict === 'same') return verdict;
  const isInDoubt = verdict === 'same-if-found-first' || isOnlyWordedApart(pair);
  if (!isInDoubt) return verdict;
  const before = judgedBefore(entry, cache.wordingId(judge.name));
  if (before !== null) return before.isSame ? 'same' : 'judged';
  return verdict === 'same-if-found-first' ? verdict : 'same-if-judged';
}
