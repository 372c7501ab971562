import { type RestoredText, sanitizeQuestion } from '@ragfleet/guards';
import { toFault, withinBudget } from '@ragfleet/kernel';
import { isLocalModel } from '@ragfleet/pricing';
import { canonicalQuestion } from '@ragfleet/question-meaning';
import type { AnswerModel } from '../ports/models.ts';
import type { KeptRewriting } from '../ports/rewritings.ts';
import type { LevelOfService } from '../degradation/degradation-levels.ts';
import { findInRewritten } from './find-personal-data.ts';
import { type PrivateQuestion, shownTo } from './protect-privacy.ts';
import { onOwnAccount, type QueryContext, settingsOf } from './query-context.ts';
import { openRewritingMemory } from './rewriting-memory.ts';

/** More is not worth waiting for: the question is then searched for together with the turn before it. */
const REWRITE_MS = 3_000;
const MAX_CHARACTERS = 2_000;
const ROUTE = 'follow-up';

/**
 * A question that follows others, as one of its own: "and in 2024?" is searched for, answered and cached as what it
 * means, and whoever asks that gets the same answer. As it was where no model can tell; where it means the same by
 * itself, its turns stay for the model that answers.
 */
export async function rewriteFollowUp(
  run: QueryContext,
  asked: PrivateQuestion,
  { generates }: LevelOfService,
): Promise<PrivateQuestion> {
  const standard = onOwnAccount(run, run.models.standard);
  const isReady =
    asked.plain.history.length > 0 && generates && run.hasModel && mayBeShown(run, standard, asked);
  const rewrite = isReady ? standard.rewriteFollowUp?.bind(standard) : undefined;
  if (rewrite === undefined) return asked;
  const words = await run.step('rewrite', () => wordsOf(run, { name: standard.name, rewrite }, asked));
  const written = words === null ? null : questionIn(words, asked);
  if (written === null) return asked;
  if (canonicalQuestion(written.text) === canonicalQuestion(asked.plain.text))
    return { ...asked, plain: alone(asked.plain), masked: alone(asked.masked) };
  return findInRewritten(run, written);
}

const alone = (question: PrivateQuestion['plain']): PrivateQuestion['plain'] => ({
  ...question,
  standsAlone: true,
});

/** What nothing restores could not be searched for. */
const mayBeShown = (run: QueryContext, { name }: AnswerModel, { kinds }: PrivateQuestion): boolean =>
  isLocalModel(name) || kinds.length === 0 || settingsOf(run).guards.piiStrategy !== 'mask';

interface Rewriter {
  readonly name: string;
  readonly rewrite: NonNullable<AnswerModel['rewriteFollowUp']>;
}

/** The same words for all who ask the same after the same turns; null when nobody has any in time. */
async function wordsOf(
  run: QueryContext,
  rewriter: Rewriter,
  asked: PrivateQuestion,
): Promise<string | null> {
  const memory = openRewritingMemory(run, rewriter.name, asked);
  if (memory === null) return (await rewritten(run, rewriter, asked))?.question ?? null;
  const known = await memory.recall();
  if (known !== null) {
    if (known.queryId === run.question.queryId) noteCall(run, rewriter, known);
    return known.question;
  }
  // One call for a question: what has failed would be paid for at every further look.
  const isFirstLook = run.question.timesWaited === 0;
  const own = isFirstLook ? await rewritten(run, rewriter, asked) : null;
  return own === null ? null : (await memory.keep(own)).question;
}

/** null when there is no rewriting in time. */
async function rewritten(
  run: QueryContext,
  rewriter: Rewriter,
  asked: PrivateQuestion,
): Promise<KeptRewriting | null> {
  const { queryId } = run.question;
  const { name, rewrite } = rewriter;
  run.route = ROUTE;
  const { text: question, history } = shownTo(name, asked);
  const followUp = { question, history, account: run.account() };
  try {
    const said = await withinBudget(REWRITE_MS, run.signal, (signal) => rewrite(followUp, signal));
    const rewriting = { ...said, queryId };
    noteCall(run, rewriter, rewriting);
    return rewriting;
  } catch (error) {
    run.signal.throwIfAborted();
    const { kind } = toFault(error);
    run.ports.logger.warn({ queryId, model: name, kind }, 'follow-up not rewritten');
    return null;
  }
}

/** What this question has paid for, now or before it waited for an equal one. */
function noteCall(run: QueryContext, { name }: Rewriter, { usage }: KeptRewriting): void {
  run.route = ROUTE;
  run.usage.calls.push({ purpose: 'rewrite', model: name, usage });
}

/** What was said with its people back in it; null when that is no question. */
function questionIn(said: string, { pseudonyms }: PrivateQuestion): RestoredText | null {
  const clean = sanitizeQuestion(said);
  const restored = pseudonyms?.restoredFinds(clean.text) ?? { text: clean.text, findings: [] };
  const { text } = restored;
  if (text === '' || text.length > MAX_CHARACTERS) return null;
  const isOrder = clean.injectionSuspected || sanitizeQuestion(text).injectionSuspected;
  return isOrder ? null : restored;
}
