import type { Evidence, Signs } from './evidence.ts';

/** Evidence with what it is worth. */
export interface Judged extends Evidence {
  /** For ranking statements: a logit, about -8 (a stranger) to 3. */
  readonly score: number;
  /** 0 to 1: how likely the documents answer the question, were this statement the best one. */
  readonly likelihood: number;
}

/**
 * Logistic regression (L2) on whether a statement holds a right text, over the statements of the tuning sets of `eval/datasets` and
 * the first half of labelled-questions.json; the others were held out. The last two are by hand: no set has such statements.
 */
const WEIGHTS: Readonly<Record<keyof Signs, number>> = {
  own: 2.95,
  support: 1,
  focus: 1.77,
  lacksName: -2.2,
  isKind: 0.27,
  isNotKind: -1.81,
  isFarFromKind: -1.47,
  neighbours: 1.97,
  isEarlyPassage: 2,
  isQuestion: -2,
  saysNothingNew: -1,
};
const BIAS = -7.13;

// A second one, on whether the question can be answered, over the best statement of each question.
const ANSWERABLE_SLOPE = 1.12;
const ANSWERABLE_BIAS = 1.86;

/** Best first. Equals keep the statements' order. */
export function judge(evidence: readonly Evidence[]): Judged[] {
  return evidence
    .map((one) => {
      const score = scoreOf(one.signs);
      return { ...one, score, likelihood: sigmoid(ANSWERABLE_SLOPE * score + ANSWERABLE_BIAS) };
    })
    .toSorted((one, other) => other.score - one.score);
}

const scoreOf = (signs: Signs): number =>
  BIAS +
  WEIGHTS.own * signs.own +
  WEIGHTS.support * signs.support +
  WEIGHTS.focus * signs.focus +
  WEIGHTS.lacksName * signs.lacksName +
  WEIGHTS.isKind * signs.isKind +
  WEIGHTS.isNotKind * signs.isNotKind +
  WEIGHTS.isFarFromKind * signs.isFarFromKind +
  WEIGHTS.neighbours * signs.neighbours +
  WEIGHTS.isEarlyPassage * signs.isEarlyPassage +
  WEIGHTS.isQuestion * signs.isQuestion +
  WEIGHTS.saysNothingNew * signs.saysNothingNew;

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));
