import { sanitizeQuestion } from '@ragfleet/guards';
import { toFault, withinBudget } from '@ragfleet/kernel';
import { type PrivateQuestion, textShownTo } from '../../answer/protect-privacy.ts';
import type { QueryContext } from '../../answer/query-context.ts';
import type { MeaningVerdict } from '../../ports/question-judge.ts';
import { type RetrievalResult, confirmed, isServable } from '../check-found.ts';
import type { FoundEntry } from '../find-exact.ts';
import type { QueryCache } from '../query-cache.ts';
import { type Judge, judgeOf } from './judge-of.ts';
import { withJudged } from './judged-wordings.ts';

/** Longer questions say more than a verdict of one token can weigh, and have more room for orders. */
const MAX_CHARACTERS = 400;
/** What is kept free for an answer, should the verdict be no. */
const ANSWER_MS = 3_000;
const ROUTE = 'cache-judge';

export interface AskedQuestion {
  readonly run: QueryContext;
  readonly cache: QueryCache;
  readonly asked: PrivateQuestion;
}

/**
 * The nearest entry that words alone keep from answering, when a model says that both questions mean the same. Asked only
 * of what the caller's own search has borne out, so that nobody's words are shown for a question of somebody who may not
 * know the answer; once for a question, and what was said is kept with the entry. Doubt, lateness and failure are misses.
 */
export async function secondOpinion(
  { run, cache, asked }: AskedQuestion,
  candidates: readonly FoundEntry[],
  search: RetrievalResult,
): Promise<FoundEntry | null> {
  const judge = judgeOf(run);
  if (judge === null || !isTimeLeft(run, judge)) return null;
  const found = candidates
    .filter(({ needsJudge }) => needsJudge)
    .toSorted((one, other) => (other.similarity ?? 0) - (one.similarity ?? 0))
    .find(
      (one) =>
        isServable({ run, cache }, one, search) &&
        mayBeShown(judge, asked, [one.entry.question, cache.question]),
    );
  if (found === undefined) return null;
  const verdict = await run.step('judge', () => verdictOf(run, cache, judge, found));
  if (verdict === null || verdict === 'unsure') return null;
  const isSame = verdict === 'same';
  await remember(run, cache, { judge, found, isSame });
  return isSame ? confirmed(run, cache, { ...found, needsJudge: false }, search) : null;
}

const isTimeLeft = ({ question, ports }: QueryContext, { budgetMs }: Judge): boolean =>
  (question.deadlineAtMs ?? Number.POSITIVE_INFINITY) - ports.clock.nowMs() > budgetMs + ANSWER_MS;

/** What today's guards would mask, or take for an order, was kept when they knew less: it is shown to nobody. */
const mayBeShown = (judge: Judge, asked: PrivateQuestion, questions: readonly string[]): boolean =>
  questions.every(
    (text) =>
      text.length <= MAX_CHARACTERS &&
      textShownTo(judge.name, asked, text) === text &&
      !sanitizeQuestion(text).injectionSuspected,
  );

/** null when nobody answered in time. */
async function verdictOf(
  run: QueryContext,
  cache: QueryCache,
  { name, judge, budgetMs }: Judge,
  { entry }: FoundEntry,
): Promise<MeaningVerdict | null> {
  const { tenantId } = cache.searchScope.access;
  run.route = ROUTE;
  const pair = { kept: entry.question, asked: cache.question, account: run.account() };
  try {
    const { verdict, usage } = await withinBudget(budgetMs, run.signal, (signal) => judge(pair, signal));
    run.usage.calls.push({ purpose: 'judge', model: name, usage });
    run.telemetry.neighborJudged?.(tenantId, verdict);
    return verdict;
  } catch (error) {
    run.signal.throwIfAborted();
    run.telemetry.neighborJudged?.(tenantId, 'failed');
    const { kind } = toFault(error);
    run.ports.logger.warn({ queryId: run.question.queryId, model: name, kind }, 'near question not judged');
    return null;
  }
}

async function remember(
  { ports }: QueryContext,
  cache: QueryCache,
  { judge, found, isSame }: { readonly judge: Judge; readonly found: FoundEntry; readonly isSame: boolean },
): Promise<void> {
  const judged = withJudged(found.entry, { wordingId: cache.wordingId(judge.name), isSame });
  await cache.session.tell(() =>
    ports.cache.entries.replace(cache.searchScope.access.tenantId, found.entryId, judged),
  );
}
