import {
  createAnswerFilter,
  createCanaryWatch,
  type OutputFilter,
  type PseudonymRestorer,
} from '@ragfleet/guards';
import { Fault } from '@ragfleet/kernel';
import { type AnswerDelta, type AnswerModel, type AnswerRequest, NO_ANSWER_TEXT } from '../ports/models.ts';
import type { NumberedPassage } from '../prompt-budget/fill-context.ts';
import { fitPrompt } from '../prompt-budget/fit-prompt.ts';
import { climbLadder } from './climb-ladder.ts';
import { saysNoAnswer } from './confidence/says-no-answer.ts';
import { leakFault } from './leak-fault.ts';
import { type CitationNumbering, createCitationNumbering } from './number-citations.ts';
import { patienceMs } from './model-patience.ts';
import { type PrivateQuestion, shownTo, textShownTo } from './protect-privacy.ts';
import { onOwnAccount, type QueryContext, settingsOf } from './query-context.ts';

export type Finish = Extract<AnswerDelta, { type: 'finish' }>;

/** An answer whose model has ended. Its last characters still wait in the filter. */
export interface Draft {
  readonly model: string;
  readonly finish: Finish;
  /** The passages that were in this model's prompt. */
  readonly context: readonly NumberedPassage[];
  readonly numbering: CitationNumbering;
  readonly restorer: PseudonymRestorer;
  readonly filter: OutputFilter;
  /** Filtered and shown so far. */
  readonly text: string;
  readonly show: (piece: string) => void;
  /** Takes back what has been shown, and shows this. */
  readonly showInstead: (text: string) => void;
}

export interface Prompt {
  readonly question: PrivateQuestion;
  readonly context: readonly NumberedPassage[];
  readonly streams: boolean;
}

const FALLBACK_PASSAGES = 3;
const NOTHING_TO_RESTORE: PseudonymRestorer = { push: (chunk) => chunk, end: () => '' };

/** An answer by the first model of the ladder that writes one; null when all of them failed. The caller's abort is thrown. */
export const writeAnswer = (
  run: QueryContext,
  ladder: readonly AnswerModel[],
  prompt: Prompt,
): Promise<Draft | null> =>
  climbLadder(run, ladder, {
    write: (model, attempt) =>
      writeWith(run, model, {
        prompt: attempt === 1 ? prompt : shortened(prompt),
        runNumber: attempt,
        patienceMs: patienceMs(run, attempt < ladder.length),
      }),
    reset: (attempt, reason) => {
      if (prompt.streams) run.emit({ type: 'reset', run: attempt, reason });
    },
  });

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
  run: QueryContext,
  model: AnswerModel,
  { prompt, runNumber, patienceMs: patience }: Attempt,
): Promise<Draft> {
  const { streams } = prompt;
  const { request: fitted, context, leftOut } = requestFor(run, model, prompt);
  const request = { ...fitted, patienceMs: patience };
  const numbering = createCitationNumbering(context.length);
  const restorer = prompt.question.pseudonyms?.restorer() ?? NOTHING_TO_RESTORE;
  const filter = answerFilter(run, context);
  const canaries = createCanaryWatch(run.canary);
  let written = '';
  const show = (piece: string): void => {
    if (piece === '' || !streams) return;
    run.emit({ type: 'token', text: piece, run: runNumber });
  };
  const showInstead = (text: string): void => {
    if (!streams) return;
    run.emit({ type: 'reset', run: runNumber + 1, reason: 'refusal' });
    run.emit({ type: 'token', text, run: runNumber + 1 });
  };
  const take = (text: string): void => {
    if (canaries.isLeaked()) throw leaked(run);
    if (text === '') return;
    const piece = filter.push(restorer.push(numbering.push(text)));
    written += piece;
    show(piece);
  };
  let finish: Finish | null = null;
  for await (const delta of onOwnAccount(run, model).answer(request, run.signal)) {
    run.noteProgress();
    if (delta.type === 'finish') finish = delta;
    else take(canaries.push(delta.text));
  }
  take(canaries.end());
  const whole = finishedOrThrow(finish);
  if (leftOut > 0) run.warnings.add('history-trimmed');
  run.usage.calls.push({ purpose: 'answer', model: model.name, usage: whole.usage });
  const draft = { model: model.name, finish: whole, context, numbering, restorer, filter, text: written };
  return { ...draft, show, showInstead };
}

const answerFilter = (run: QueryContext, context: Draft['context']): OutputFilter =>
  createAnswerFilter({
    internalEmailDomains: run.ports.settings.internalEmailDomains,
    sources: context.map(({ passage }) => passage.source),
  });

/** What has been shown of the answer is taken back like that of any failed run. */
function leaked({ warnings, ports, question }: QueryContext): Fault {
  warnings.add('filtered-output');
  ports.telemetry.guardHit?.(question.principal.tenantId, 'canary-leaked');
  return leakFault();
}

interface FittedRequest {
  readonly request: AnswerRequest;
  readonly context: Draft['context'];
  /** Turns of the history that did not fit. */
  readonly leftOut: number;
}

/** What is asked of this model: as much as its window holds, in the words that it may see. */
function requestFor(run: QueryContext, model: AnswerModel, prompt: Prompt): FittedRequest {
  const { maxOutputTokens } = run.ports.settings;
  const { text: question, history: turns } = shownTo(model.name, prompt.question);
  const { instructions } = settingsOf(run);
  const wanted = { question, history: turns, context: prompt.context, instructions, maxOutputTokens };
  const { history, context } = fitPrompt(model, wanted);
  const passages = context.map(({ index, passage, text, isSuspicious }) => {
    const shown = (part: string): string => textShownTo(model.name, prompt.question, part);
    const { title, source } = passage;
    const shownSource = source === null ? null : shown(source);
    return { index, title: shown(title), source: shownSource, text: shown(text), isSuspicious };
  });
  const { canary } = run;
  const asked = { question, history, passages, maxOutputTokens, instructions };
  const request = { ...asked, canary, account: run.account() };
  return { request, context, leftOut: turns.length - history.length };
}

function finishedOrThrow(finish: Finish | null): Finish {
  if (finish === null)
    throw new Fault('unavailable', 'The answer model stopped before its answer was complete.');
  return finish;
}

/**
 * The whole answer, after the filter has let go of what it held back. Where the vendor stopped its model, what is there
 * is nothing or a piece of an answer, and no answer takes its place.
 */
export function closeFilter(run: QueryContext, draft: Draft): string {
  const { numbering, restorer, filter } = draft;
  const rest = filter.push(restorer.push(numbering.end()) + restorer.end()) + filter.end();
  const text = draft.text + rest;
  if (draft.filter.redactions() > 0) {
    run.warnings.add('filtered-output');
    run.ports.telemetry.guardHit?.(run.question.principal.tenantId, 'output-filtered');
  }
  if (draft.finish.reason === 'refusal' && !saysNoAnswer(text)) {
    draft.showInstead(NO_ANSWER_TEXT);
    return NO_ANSWER_TEXT;
  }
  draft.show(rest);
  return text;
}

/** True when the model said, in whatever words, that the passages do not answer the question. */
export const isRefusal = ({ finish }: Draft, text: string): boolean =>
  finish.reason === 'refusal' || saysNoAnswer(text);
