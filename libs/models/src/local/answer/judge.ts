import type { Evidence } from './evidence.ts';
import type { Signs } from './signs.ts';

/** Evidence with what it is worth. */
export interface Judged extends Evidence {
  /** For ranking statements: a logit, about -8 (a stranger) to 3. */
  readonly score: number;
  /** 0 to 1: how likely the documents answer the question and this statement says how, were it the best one. */
  readonly likelihood: number;
}

interface Weighing {
  readonly bias: number;
  readonly weights: readonly (readonly [sign: keyof Signs, weight: number])[];
}

/**
 * Which statement it is, if any: logistic regression (L2) on whether a statement holds a right text, over the statements of
 * four sets of `eval/datasets` and the first half of labelled-questions.json. `lacksName` is harsher than fitted, so that
 * another year or country is another question; the last two are by hand, as no set has such statements.
 */
const RANK: Weighing = {
  bias: -7.41,
  weights: [
    ['own', 3.21],
    ['support', 0.78],
    ['focus', 1.78],
    ['lacksName', -2.2],
    ['isKind', 0.16],
    ['isNotKind', -1.85],
    ['isFarFromKind', -1.47],
    ['neighbours', 1.97],
    ['isEarlyPassage', 2.42],
    ['isQuestion', -2],
    ['saysNothingNew', -1],
  ],
};

/**
 * Whether any does: logistic regression (L2) on whether the best statement of a question holds a right text, over the 615
 * questions of eleven sets, small sets weighing more. Strangers share few words with what answers them: what the
 * statement leaves open says more here than what it repeats. The last three are by hand, as in RANK.
 */
const ANSWER: Weighing = {
  bias: -2.42,
  weights: [
    ['own', 2.08],
    ['isNotKind', -3.32],
    ['isFarFromKind', -2.2],
    ['neighbours', 0.52],
    ['isEarlyPassage', 2.81],
    ['ownFocus', 1.77],
    ['names', -2.67],
    ['missing', -3.7],
    ['lacksName', -3],
    ['isQuestion', -2],
    ['saysNothingNew', -1],
  ],
};

/** Best first. Equals keep the statements' order. */
export function judge(evidence: readonly Evidence[]): Judged[] {
  return evidence
    .map((one) => ({
      ...one,
      score: logitOf(one.signs, RANK),
      likelihood: sigmoid(logitOf(one.signs, ANSWER)),
    }))
    .toSorted((one, other) => other.score - one.score);
}

const logitOf = (signs: Signs, { bias, weights }: Weighing): number =>
  weights.reduce((logit, [sign, weight]) => logit + weight * signs[sign], bias);

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));
