export {
  createAnswerFilter,
  filterAnswer,
  type AnswerFilterOptions,
} from './active-content/answer-filter.ts';
export { withoutActiveContent } from './active-content/active-content-filter.ts';
export { safeSource } from './active-content/safe-source.ts';
export { type CanaryWatch, createCanary, createCanaryWatch } from './canary/canary.ts';
export { datamark, datamarkOf, SAMPLE_DATAMARK } from './fencing/datamark.ts';
export { neutralizeMarks } from './fencing/neutralize-marks.ts';
export { withoutCodeBlocks } from './fencing/without-code-blocks.ts';
export { withoutUrls } from './fencing/without-urls.ts';
export { figuresApart } from './figures-apart.ts';
export { INJECTION_THRESHOLD, injectionScore } from './injection/injection-score.ts';
export {
  createOutputFilter,
  type OutputFilter,
  type OutputFilterOptions,
  redactOutput,
} from './output-filter.ts';
export { sanitizedPieces, sanitizePassage } from './sanitize-passage.ts';
export { sanitizeQuestion, type SanitizedQuestion } from './sanitize-question.ts';
export {
  createPseudonyms,
  type PiiStrategy,
  type PseudonymRestorer,
  type Pseudonyms,
  type RestoredText,
} from './pii/pseudonyms.ts';
export { PII_KINDS, type PiiFinding, type PiiKind } from './pii/pii-finding.ts';
export { BLOCKED_PII_KINDS, type PiiScan, type PiiScanOptions, scanPii } from './pii/scan-pii.ts';
