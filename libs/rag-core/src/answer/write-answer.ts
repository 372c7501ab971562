import { createOutputFilter, type OutputFilter } from '@ragfleet/guards';
import { Fault, type FaultKind, toFault } from '@ragfleet/kernel';
import type { AnswerDelta, AnswerModel, AnswerRequest } from '../ports/models.ts';
import type { NumberedPassage } from '../prompt-budget/fill-context.ts';
import { fitPrompt } from '../prompt-budget/fit-prompt.ts';
import { saysNoAnswer } from './confidence/says-no-answer.ts';
import { type CitationNumbering, createCitationNumbering } from './number-citations.ts';
import { patienceMs } from './model-patience.ts';
import { type PrivateQuestion, shownTo } from './protect-privacy.ts';
import { onOwnAccount, type QueryRun, settingsOf } from './query-run.ts';

export type Finish = Extract<AnswerDelta, { type: 'finish' }>;

/** An answer whose model has ended. Its last characters still wait in the filter. */
export interface Draft {
  readonly model: string;
  readonly finish: Finish;
  /** The passages that were in this model's prompt. */
  readonly context: readonly NumberedPassage[];
  readonly numbering: CitationNumbering;
  readonly filter: OutputFilter;
  /** Filtered and shown so far. */
  readonly text: string;
  readonly show: (piece: string) => void;
}

export interface Prompt {
  readonly question: PrivateQuestion;
  readonly context: readonly NumberedPassage[];
  readonly streams: boolean;
}

const FALLBACK_PASSAGES = 3;

/**
 * Lets the models of the ladder write, the next one when one fails; a failed run's text is taken back by a `reset`.
 * null when all of them failed. The caller's abort is thrown.
 */
export async function writeAnswer(
  run: QueryRun,
  ladder: readonly AnswerModel[],
  prompt: Prompt,
): Promise<Draft | null> {
  const failures: FaultKind[] = [];
  for (const [attempt, model] of ladder.entries()) {
    if (attempt > 0) reset(run, prompt, attempt + 1, fallbackReason(failures));
    try {
      const draft = await writeWith(run, model, {
        prompt: attempt === 0 ? prompt : shortened(prompt),
        runNumber: attempt + 1,
        patienceMs: patienceMs(run, attempt + 1 < ladder.length),
      });
      recordHealth(run, failures, true);
      if (attempt > 0) run.reasons.add(fallbackReason(failures));
      if (failures.some((kind) => kind !== 'budget-exhausted')) run.warnings.add('fallback-model');
      return draft;
    } catch (error) {
      run.signal.throwIfAborted();
      const { kind } = toFault(error);
      failures.push(kind);
      run.ports.logger.warn(
        { queryId: run.question.queryId, model: model.name, kind },
        'answer model failed',
      );
    }
  }
  recordHealth(run, failures, false);
  // What is left of the month holds not even the cheapest call.
  if (failures.at(-1) === 'budget-exhausted') run.reasons.add('budget-passages');
  if (ladder.length > 0) reset(run, prompt, ladder.length + 1, 'model-unavailable');
  return null;
}

/** A call that the budget does not hold says nothing about its model. */
function recordHealth({ ports }: QueryRun, failures: readonly FaultKind[], isWritten: boolean): void {
  const failedCalls = failures.filter((kind) => kind !== 'budget-exhausted').length;
  if (!isWritten && failedCalls === 0) return;
  ports.modelHealth?.record({
    calls: failedCalls + (isWritten ? 1 : 0),
    failedCalls,
    questions: 1,
    unansweredQuestions: isWritten ? 0 : 1,
  });
}

/** The next model answers because the budget does not hold the one before, or because that one failed. */
const fallbackReason = (failures: readonly FaultKind[]): string =>
  failures.every((kind) => kind === 'budget-exhausted') ? 'budget-model' : 'model-fallback';

function reset(run: QueryRun, { streams }: Prompt, runNumber: number, reason: string): void {
  if (streams) run.emit({ type: 'reset', run: runNumber, reason });
}

const shortened = (prompt: Prompt): Prompt => ({
  ...prompt,
  context: prompt.context.slice(0, FALLBACK_PASSAGES),
});

interface Attempt {
  readonly prompt: Prompt;
  readonly runNumber: number;
  readonly patienceMs: number;
}

async function writeWith(
  run: QueryRun,
  model: AnswerModel,
  { prompt, runNumber, patienceMs: patience }: Attempt,
): Promise<Draft> {
  const { streams } = prompt;
  const { request: fitted, context, leftOut } = requestFor(run, model, prompt);
  const request = { ...fitted, patienceMs: patience };
  const numbering = createCitationNumbering(context.length);
  const filter = createOutputFilter({ internalEmailDomains: run.ports.settings.internalEmailDomains });
  let written = '';
  const show = (piece: string): void => {
    if (piece === '' || !streams) return;
    run.emit({ type: 'token', text: piece, run: runNumber });
  };
  let finish: Finish | null = null;
  for await (const delta of onOwnAccount(run, model).answer(request, run.signal)) {
    if (delta.type === 'finish') finish = delta;
    else {
      const piece = filter.push(numbering.push(delta.text));
      written += piece;
      show(piece);
    }
  }
  const whole = finishedOrThrow(finish);
  if (leftOut > 0) run.warnings.add('history-trimmed');
  run.usage.calls.push({ purpose: 'answer', model: model.name, usage: whole.usage });
  return { model: model.name, finish: whole, context, numbering, filter, text: written, show };
}

interface FittedRequest {
  readonly request: AnswerRequest;
  readonly context: Draft['context'];
  /** Turns of the history that did not fit. */
  readonly leftOut: number;
}

/** What is asked of this model: as much as its window holds, in the words that it may see. */
function requestFor(run: QueryRun, model: AnswerModel, prompt: Prompt): FittedRequest {
  const { maxOutputTokens } = run.ports.settings;
  const { text: question, history: turns } = shownTo(model.name, prompt.question);
  const { instructions } = settingsOf(run);
  const wanted = { question, history: turns, context: prompt.context, instructions, maxOutputTokens };
  const { history, context } = fitPrompt(model, wanted);
  const passages = context.map(({ index, passage, text }) => {
    return { index, title: passage.title, source: passage.source, text };
  });
  const request = { question, history, passages, maxOutputTokens, instructions, account: run.account() };
  return { request, context, leftOut: turns.length - history.length };
}

function finishedOrThrow(finish: Finish | null): Finish {
  if (finish === null)
    throw new Fault('unavailable', 'The answer model stopped before its answer was complete.');
  return finish;
}

/** The whole answer, after the filter has let go of what it held back. */
export function closeFilter(run: QueryRun, draft: Draft): string {
  const rest = draft.filter.push(draft.numbering.end()) + draft.filter.end();
  draft.show(rest);
  if (draft.filter.redactions() > 0) run.warnings.add('filtered-output');
  return draft.text + rest;
}

/** True when the model said, in whatever words, that the passages do not answer the question. */
export const isRefusal = ({ finish }: Draft, text: string): boolean =>
  finish.reason === 'refusal' || saysNoAnswer(text);
