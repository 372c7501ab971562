import { Fault } from '@ragfleet/kernel';
import type { Quality } from '../ports/answers.ts';
import type { AnswerModel } from '../ports/models.ts';
import type { AnswerModels } from './answer-ports.ts';

export type Complexity = 'simple' | 'medium' | 'complex';

const COMPLEX =
  /\b(?:compare|analy[sz]e|explain why|what are the implications|how does|evaluate|synthesi[sz]e)\b/i;
const SIMPLE = /^(?:what is|what's|define|list|when did|who is)\b/i;
const SHORT_QUESTION_WORDS = 10;

/** How much thought a question asks for. Complex is tested first: "How does X compare to Y?" is short and not simple. */
export function complexityOf(question: string): Complexity {
  if (COMPLEX.test(question)) return 'complex';
  if (SIMPLE.test(question)) return 'simple';
  const isShort = question.includes('?') && question.split(/\s+/).length < SHORT_QUESTION_WORDS;
  return isShort ? 'simple' : 'medium';
}

const MATRIX: Readonly<Record<Complexity, Readonly<Record<Quality, 'standard' | 'premium'>>>> = {
  simple: { basic: 'standard', standard: 'standard', high: 'premium' },
  medium: { basic: 'standard', standard: 'premium', high: 'premium' },
  complex: { basic: 'standard', standard: 'premium', high: 'premium' },
};

export interface RouteRequest {
  readonly question: string;
  readonly quality: Quality;
  /** A model that the caller named. */
  readonly requested: string | null;
  /** The question is late already: the faster model answers. */
  readonly isLate: boolean;
}

/** The models to try, in order. Fault `invalid-input` for a requested model that is not configured. */
export function routeModels(models: AnswerModels, request: RouteRequest): readonly AnswerModel[] {
  const ladder = [models.premium, models.standard, ...models.fallbacks];
  const first = request.requested === null ? routed(models, request) : named(ladder, request.requested);
  // A fallback is never dearer than the model that failed.
  const below = ladder.slice(ladder.findIndex((model) => model.name === first.name) + 1);
  return [first, ...below].filter(
    (model, index, all) => all.findIndex(({ name }) => name === model.name) === index,
  );
}

function routed(models: AnswerModels, { question, quality, isLate }: RouteRequest): AnswerModel {
  return isLate ? models.standard : models[MATRIX[complexityOf(question)][quality]];
}

function named(ladder: readonly AnswerModel[], name: string): AnswerModel {
  const model = ladder.find((candidate) => candidate.name === name);
  if (model !== undefined) return model;
  throw new Fault('invalid-input', 'This model is not configured. Leave "model" out, or name one that is.');
}
