import type { AnswerResult, DegradationLevel } from '../ports/answers.ts';
import { createCiter, statementFor } from './cite-passages.ts';
import type { NumberedPassage } from '../prompt-budget/fill-context.ts';
import type { QueryRun } from './query-run.ts';
import { type Draft, isRefusal } from './write-answer.ts';

/** An answer before it is stored and timed. */
export type BuiltAnswer = Pick<AnswerResult, 'answer' | 'citations' | 'model' | 'confidence'>;

export const NOTHING_FOUND = 'No relevant documents found.';
export const SEARCH_UNAVAILABLE = 'Search is unavailable.';
const DOCUMENTS_ONLY = 'Here are relevant documents:';

const PASSAGES_ONLY_CONFIDENCE = 0.2;
const MIN_ANSWER_CONFIDENCE = 0.2;
const UNCITED_CONFIDENCE = 0.3;

/** The model's text with citations of the passages that it cites, each of which was in its prompt. */
export function buildAnswer(run: QueryRun, draft: Draft, text: string): BuiltAnswer {
  if (isRefusal(draft, text)) return buildNoAnswer(run, text.trim(), draft.model);
  if (draft.finish.reason === 'length') run.warnings.add('truncated-answer');
  const answer = text.trim();
  const citer = createCiter(run.ports.settings.internalEmailDomains);
  const citations = draft.numbering.cited().flatMap((promptIndex, place) => {
    const passage = draft.context[promptIndex - 1]?.passage;
    return passage === undefined ? [] : [citer.cite(place + 1, passage, statementFor(answer, place + 1))];
  });
  if (citations.length === 0) run.warnings.add('uncited-answer');
  return { answer, citations, model: draft.model, confidence: confidenceOf(draft, answer, citations.length) };
}

/** The passages themselves, when no model can write. */
export function buildPassagesOnly(run: QueryRun, context: readonly NumberedPassage[]): BuiltAnswer {
  const citer = createCiter(run.ports.settings.internalEmailDomains);
  const citations = context.map(({ index, passage }) => citer.cite(index, passage, null));
  return { answer: DOCUMENTS_ONLY, citations, model: null, confidence: PASSAGES_ONLY_CONFIDENCE };
}

/** A text that says that there is no answer. */
export function buildNoAnswer(run: QueryRun, answer: string, model: string | null): BuiltAnswer {
  run.warnings.add('no-answer');
  return { answer, citations: [], model, confidence: 0 };
}

/** The vendor's own estimate where there is one; else how much of the answer carries a citation. */
function confidenceOf(draft: Draft, answer: string, citations: number): number {
  if (citations === 0) return UNCITED_CONFIDENCE;
  const { confidence } = draft.finish;
  if (confidence !== undefined) return Math.min(1, Math.max(MIN_ANSWER_CONFIDENCE, confidence));
  const statements = answer.split(/(?<=[.!?\]])\s+/).filter((part) => /\p{L}/u.test(part));
  const cited = statements.filter((part) => /\[\d+\]/.test(part)).length;
  return Math.round((0.5 + 0.4 * (cited / Math.max(1, statements.length))) * 100) / 100;
}

/** The result as the caller sees it, timed now. */
export function finishResult(run: QueryRun, built: BuiltAnswer, level: DegradationLevel): AnswerResult {
  const { calls, embeddingTokens } = run.usage;
  const tokens = (kind: 'inputTokens' | 'outputTokens'): number =>
    calls.reduce((sum, { usage }) => sum + usage[kind], 0);
  return {
    ...built,
    usage: { inputTokens: tokens('inputTokens'), outputTokens: tokens('outputTokens'), embeddingTokens },
    costUsd: run.cost().totalUsd,
    cache: {
      status: run.question.cache.mode === 'bypass' ? 'bypass' : 'miss',
      tier: null,
      similarity: null,
      ageSeconds: null,
      retrieval: run.hasRecalled() ? 'hit' : 'miss',
    },
    degradation: { level, reasons: [...run.reasons] },
    warnings: [...run.warnings],
    timingsMs: run.timings(),
  };
}
