import { sanitizePassage, sanitizeQuestion } from '@ragfleet/guards';
import { Fault } from '@ragfleet/kernel';
import { canonicalQuestion } from '@ragfleet/question-meaning';
import type { AnswerRequest } from '../ports/models.ts';
import { type QueryContext, settingsOf } from './query-context.ts';

/** The question and its history without hidden characters. */
export interface CleanQuestion {
  readonly text: string;
  readonly history: AnswerRequest['history'];
  /** True when a model has said that the question means the same without the turns before it. */
  readonly standsAlone?: boolean;
}

/** Normalizes what the caller wrote. Injection phrases are a warning; only where the tenant wants it do they end the query. */
export function cleanQuestion(run: QueryContext): CleanQuestion {
  const { question } = run;
  const { text, injectionSuspected } = sanitizeQuestion(question.text);
  if (text === '') throw new Fault('invalid-input', 'Ask something: the question has no visible text.');
  const isHistorySuspicious = question.history.some(
    (turn) => sanitizeQuestion(turn.content).injectionSuspected,
  );
  if (injectionSuspected || isHistorySuspicious) noteSuspicion(run);
  const history = question.history.map(({ role, content }) => ({ role, content: sanitizePassage(content) }));
  return { text, history };
}

function noteSuspicion(run: QueryContext): void {
  const isBlocked = settingsOf(run).guards.injection === 'block';
  const { tenantId } = run.question.principal;
  run.ports.telemetry.guardHit?.(tenantId, isBlocked ? 'injection-blocked' : 'injection-suspected');
  if (isBlocked) throw new Fault('injection-blocked', BLOCKED);
  run.warnings.add('prompt-injection-suspected');
}

const BLOCKED =
  'The question or its history reads like orders to the model, which your organisation does not accept. Ask about the documents alone, in other words.';

/** A question's own text in its canonical spelling: it names the answer in the cache, and is what is searched for. */
export const canonicalText: (question: CleanQuestion) => string = remembered(({ text }) =>
  canonicalQuestion(text),
);

/**
 * What is embedded and searched for, the same for every spelling of a question that shares an answer. A follow-up such
 * as "and in 2024?" only means something beside the turn before it.
 */
export const searchText: (question: CleanQuestion) => string = remembered((question) => {
  const { history, standsAlone = false } = question;
  const before = standsAlone ? undefined : history.findLast((turn) => turn.role === 'user');
  const canonical = canonicalText(question);
  return before === undefined ? canonical : `${before.content} ${canonical}`;
});

/** A question is asked for its texts by each step that searches, and by those that embed and keep. */
function remembered(read: (question: CleanQuestion) => string): (question: CleanQuestion) => string {
  const known = new WeakMap<CleanQuestion, string>();
  return (question) => {
    const found = known.get(question);
    if (found !== undefined) return found;
    const text = read(question);
    known.set(question, text);
    return text;
  };
}
