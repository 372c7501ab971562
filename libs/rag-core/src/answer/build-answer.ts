import type { AnswerResult } from '../ports/answers.ts';
import type { LevelInForce } from '../ports/degradation.ts';
import type { RetrievalResult } from '../cache/check-found.ts';
import { createCiter, statementFor } from './cite-passages.ts';
import type { NumberedPassage } from '../prompt-budget/fill-context.ts';
import { confidenceOf, UNCITED_CONFIDENCE } from './confidence/confidence-of.ts';
import { readSigns } from './confidence/read-signs.ts';
import type { QueryContext } from './query-context.ts';
import { type Draft, isRefusal } from './write-answer.ts';

/** An answer before it is stored and timed. */
export type BuiltAnswer = Pick<AnswerResult, 'answer' | 'citations' | 'model' | 'confidence'>;

export const NOTHING_FOUND = 'No relevant documents found.';
export const SEARCH_UNAVAILABLE = 'Search is unavailable.';
const DOCUMENTS_ONLY = 'Here are relevant documents:';

const PASSAGES_ONLY_CONFIDENCE = 0.2;

/** What the model wrote, and the search that it was written from. */
export interface Written {
  readonly text: string;
  readonly found: Pick<RetrievalResult, 'isWhole' | 'retrievalLead'>;
}

/** The model's text with citations of the passages that it cites, each of which was in its prompt. */
export function buildAnswer(run: QueryContext, draft: Draft, { text, found }: Written): BuiltAnswer {
  if (isRefusal(draft, text)) return buildNoAnswer(run, text.trim(), draft.model);
  if (draft.finish.reason === 'length') run.warnings.add('truncated-answer');
  const answer = text.trim();
  const citer = createCiter(run.ports.settings.internalEmailDomains);
  const cited = draft.numbering.cited().flatMap((promptIndex) => draft.context[promptIndex - 1] ?? []);
  const citations = cited.map(({ passage }, place) =>
    citer.cite(place + 1, passage, statementFor(answer, place + 1)),
  );
  if (citations.length === 0) run.warnings.add('uncited-answer');
  if (citations.length === 0)
    return { answer, citations, model: draft.model, confidence: UNCITED_CONFIDENCE };
  const confidence = confidenceOf(
    readSigns({
      question: run.question.text,
      answer,
      cited,
      retrievalLead: found.retrievalLead,
      estimate: draft.finish.confidence ?? null,
      isCut: draft.finish.reason === 'length',
      isSearchDegraded: !found.isWhole,
    }),
  );
  return { answer, citations, model: draft.model, confidence };
}

/** The passages themselves, when no model can write. */
export function buildPassagesOnly(run: QueryContext, context: readonly NumberedPassage[]): BuiltAnswer {
  const citer = createCiter(run.ports.settings.internalEmailDomains);
  const citations = context.map(({ index, passage }) => citer.cite(index, passage, null));
  return { answer: DOCUMENTS_ONLY, citations, model: null, confidence: PASSAGES_ONLY_CONFIDENCE };
}

/** A text that says that there is no answer. */
export function buildNoAnswer(run: QueryContext, answer: string, model: string | null): BuiltAnswer {
  run.warnings.add('no-answer');
  return { answer, citations: [], model, confidence: 0 };
}

/** The level and why it is in force, then what went wrong on the way. */
export const degradationOf = (
  { reasons }: Pick<QueryContext, 'reasons'>,
  inForce: LevelInForce,
): AnswerResult['degradation'] => ({
  level: inForce.level,
  reasons: [...new Set([...inForce.reasons, ...reasons])],
});

/** Of all calls of this question, those of a follow-up's rewriting and of a judge included. */
export function tokensOf({ usage }: QueryContext): AnswerResult['usage'] {
  const sumOf = (kind: 'inputTokens' | 'outputTokens'): number =>
    usage.calls.reduce((sum, { usage: used }) => sum + used[kind], 0);
  return {
    inputTokens: sumOf('inputTokens'),
    outputTokens: sumOf('outputTokens'),
    embeddingTokens: usage.embeddingTokens,
  };
}

/** The result as the caller sees it, timed now, for what the run has cost. */
export function finishResult(
  run: QueryContext,
  built: BuiltAnswer,
  { level, costUsd }: { readonly level: LevelInForce; readonly costUsd: number },
): AnswerResult {
  return {
    ...built,
    usage: tokensOf(run),
    costUsd,
    cache: {
      status: run.question.cache.mode === 'bypass' ? 'bypass' : 'miss',
      tier: null,
      similarity: null,
      ageSeconds: null,
      retrieval: run.hasRecalled() ? 'hit' : 'miss',
    },
    degradation: degradationOf(run, level),
    warnings: [...run.warnings],
    timingsMs: run.timings(),
  };
}
