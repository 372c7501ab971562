import type { LevelOfService } from '../degradation/degradation-levels.ts';
import type { QueryContext } from '../answer/query-context.ts';
import type { AnswerResult } from '../ports/answers.ts';
import type { AskedQuestion } from '../ports/popularity.ts';
import type { FoundEntry } from './find-exact.ts';
import type { QueryCache } from './query-cache.ts';

/** Counts the question for pre-warming: what is worth having ready is what people get an answer to. */
export function rememberQuestion(
  run: QueryContext,
  cache: QueryCache,
  result: AnswerResult,
  { keepsStatistics }: LevelOfService,
): void {
  const { popularity } = run.ports.cache;
  const isWorthIt = cache.mayWrite && result.citations.length > 0 && !run.question.isWarming;
  // What speaks of a person or follows another question is nobody else's question.
  if (!keepsStatistics || !isWorthIt || !cache.mayMeetNeighbors) return;
  void popularity?.record(askedAgain(run, cache));
}

/**
 * The end of an entry's life, in which a hit says that it is worth writing anew: a tenth, and no more than ten minutes. An
 * answer is written in seconds; asked for hours before, it is paid for twice a day where once would do.
 */
const LAST_PART = 0.1;
const LAST_PART_MS = 600_000;

/** Has a hot entry written anew before its hour comes, or because it has come and staleness is allowed. */
export function requestRefresh(
  run: QueryContext,
  cache: QueryCache,
  { entry, tier }: FoundEntry,
  { generates }: LevelOfService,
): void {
  const { refreshes } = run.ports.cache;
  const isOwn = tier === 'exact' && cache.mayWrite && cache.mayMeetNeighbors && !run.question.isWarming;
  const lastPartMs = Math.min((entry.expiresAtMs - entry.storedAtMs) * LAST_PART, LAST_PART_MS);
  const refreshFromMs = entry.expiresAtMs - lastPartMs;
  if (!generates || !isOwn || run.ports.clock.nowMs() < refreshFromMs) return;
  void refreshes?.request(askedAgain(run, cache));
}

const askedAgain = ({ question }: QueryContext, { searchScope, text }: QueryCache): AskedQuestion => ({
  access: searchScope.access,
  principalId: question.principal.principalId,
  question: {
    text,
    namespaces: searchScope.namespaces,
    quality: question.quality,
    topK: question.topK,
    model: question.model,
  },
});
