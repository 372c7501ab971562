import { Fault } from '@ragfleet/kernel';
import { z } from 'zod';
import type { ModelCatalogue } from './choose-models.ts';
import { optionalText } from './optional-text.ts';
import type { VendorAnswerModel } from './vendor/vendor-chat.ts';

/** The variables that say who is asked whether two near questions mean the same. */
export const judgeVariables = {
  CACHE_JUDGE: z.enum(['on', 'off']).default('off').meta({
    description:
      'on asks a model whether two near questions mean the same, where nothing but words that no list knows keeps them apart; measure it with ragfleet cache calibrate first',
  }),
  CACHE_JUDGE_MODEL: optionalText.meta({
    description:
      'answer model that is asked, of MODEL_LADDER or OTHER_MODELS; without it the cheapest of those that answer the question',
  }),
  CACHE_JUDGE_MS: z.coerce.number().int().min(50).max(5_000).default(600).meta({
    description: 'how long a question waits for the verdict before it counts as no',
  }),
};

/** What an app read from its environment by `judgeVariables`. */
export type JudgeChoice = {
  readonly [Name in keyof typeof judgeVariables]: z.output<(typeof judgeVariables)[Name]>;
};

/**
 * The models that may be asked, none when `CACHE_JUDGE` is off. Fault `invalid-input` when it is on and the deployment has no
 * such model.
 */
export function judgesOf(
  { standard, premium, fallbacks, others }: ModelCatalogue,
  { CACHE_JUDGE, CACHE_JUDGE_MODEL }: JudgeChoice,
): readonly VendorAnswerModel[] {
  if (CACHE_JUDGE === 'off') return [];
  const judges = [standard, premium, ...fallbacks, ...others].filter(
    ({ judgeQuestions }) => judgeQuestions !== undefined,
  );
  if (CACHE_JUDGE_MODEL === undefined) {
    if (judges.length > 0) return judges;
    throw new Fault(
      'invalid-input',
      "CACHE_JUDGE is on, and no vendor's model is configured. Name one in MODEL_LADDER, or turn it off.",
    );
  }
  const named = judges.filter(({ name }) => name === CACHE_JUDGE_MODEL);
  if (named.length > 0) return named;
  throw new Fault(
    'invalid-input',
    `CACHE_JUDGE_MODEL: ${CACHE_JUDGE_MODEL} is no vendor’s model of this fleet. Add it to OTHER_MODELS, or name one of MODEL_LADDER.`,
  );
}
