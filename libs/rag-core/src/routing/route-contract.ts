import type { PriceList } from '@ragfleet/pricing';
import type { Quality } from '../ports/answers.ts';
import type { AnswerModel } from '../ports/models.ts';
import type { Complexity, JudgeComplexity } from './complexity.ts';

/** What a tenant's budget still allows, step by step as it drains. */
export type BudgetPressure = 'none' | 'lower-quality' | 'smaller-model' | 'no-model';

/** How a prompt goes into a model's window: as it is, with passages or turns left out, or not at all. */
export type PromptFit = 'whole' | 'cut' | 'none';

export interface RouteRequest {
  readonly question: string;
  readonly quality: Quality;
  /** A model that the caller named. */
  readonly requested: string | null;
  /** The models that the tenant's callers may name; null for those of the ladder. */
  readonly allowedModels: readonly string[] | null;
  /** The question is late already: the faster model answers. */
  readonly isLate: boolean;
  readonly pressure: BudgetPressure;
  readonly fitOf: (model: AnswerModel) => PromptFit;
  readonly prices: PriceList;
  /** The tables of this folder when left out. */
  readonly judge?: JudgeComplexity;
}

/**
 * Why another model answers than question and quality ask for. What the budget did is named in the answer's degradation;
 * `larger-window` is none: the prompt is answered whole.
 */
export type RouteReason =
  | 'budget-quality'
  | 'budget-model'
  | 'budget-passages'
  | 'faster-model'
  | 'larger-window';

export interface RouteDecision {
  /** To try, in order. Empty when the budget allows no model: the passages are the answer. */
  readonly models: readonly AnswerModel[];
  readonly complexity: Complexity;
  readonly reasons: readonly RouteReason[];
}
