import { type RestoredText, sanitizeQuestion } from '@ragfleet/guards';
import { toFault, withinBudget } from '@ragfleet/kernel';
import { isLocalModel } from '@ragfleet/pricing';
import { canonicalQuestion } from '../cache/meaning/canonical-question.ts';
import type { AnswerModel } from '../ports/models.ts';
import type { LevelOfService } from './degradation-levels.ts';
import { findInRewritten } from './find-personal-data.ts';
import { type PrivateQuestion, shownTo } from './protect-privacy.ts';
import { onOwnAccount, type QueryRun, settingsOf } from './query-run.ts';

/** More is not worth waiting for: the question is then searched for together with the turn before it. */
const REWRITE_MS = 3_000;
const MAX_CHARACTERS = 2_000;
const ROUTE = 'follow-up';

/**
 * A question that follows others, as one of its own: "and in 2024?" is searched for, answered and cached as what it
 * means, and whoever asks that gets the same answer. As it was where no model can tell; where it means the same by
 * itself, its turns stay for the model that answers.
 */
export async function standAlone(
  run: QueryRun,
  asked: PrivateQuestion,
  { generates }: LevelOfService,
): Promise<PrivateQuestion> {
  const standard = onOwnAccount(run, run.models.standard);
  const isReady =
    asked.plain.history.length > 0 && generates && run.hasModel && mayBeShown(run, standard, asked);
  const rewrite = isReady ? standard.rewriteFollowUp?.bind(standard) : undefined;
  if (rewrite === undefined) return asked;
  const written = await run.step('rewrite', () => rewritten(run, standard, rewrite, asked));
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
const mayBeShown = (run: QueryRun, { name }: AnswerModel, { kinds }: PrivateQuestion): boolean =>
  isLocalModel(name) || kinds.length === 0 || settingsOf(run).guards.piiStrategy !== 'mask';

/** null when there is no rewriting in time, or none that is a question. */
async function rewritten(
  run: QueryRun,
  model: AnswerModel,
  rewrite: NonNullable<AnswerModel['rewriteFollowUp']>,
  asked: PrivateQuestion,
): Promise<RestoredText | null> {
  run.route = ROUTE;
  const { text: question, history } = shownTo(model.name, asked);
  const followUp = { question, history, account: run.account() };
  try {
    const { question: said, usage } = await withinBudget(REWRITE_MS, run.signal, (signal) =>
      rewrite(followUp, signal),
    );
    run.usage.calls.push({ purpose: 'rewrite', model: model.name, usage });
    return questionIn(said, asked);
  } catch (error) {
    run.signal.throwIfAborted();
    const { kind } = toFault(error);
    run.ports.logger.warn(
      { queryId: run.question.queryId, model: model.name, kind },
      'follow-up not rewritten',
    );
    return null;
  }
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
