export {
  type Calibration,
  calibrateThreshold,
  type LabelledPair,
  type ThresholdRates,
} from './calibrate-threshold.ts';
export { canonicalQuestion } from './canonical-question.ts';
export { FUNCTION_WORDS } from './function-words.ts';
export {
  isOnlyWordedApart,
  judgeNeighbor,
  type NeighborPair,
  type NeighborVerdict,
} from './judge-neighbor.ts';
export { languageOf } from './language-of.ts';
export { type MeaningDifference, meaningDifference } from './meaning-difference.ts';
export { stemOf } from './reading/stem.ts';
export { areToldApart } from './told-apart.ts';
