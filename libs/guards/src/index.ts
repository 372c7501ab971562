export {
  createOutputFilter,
  type OutputFilter,
  type OutputFilterOptions,
  redactOutput,
} from './output-filter.ts';
export { sanitizedPieces, sanitizePassage } from './sanitize-passage.ts';
export { sanitizeQuestion, type SanitizedQuestion } from './sanitize-question.ts';
export { BLOCKED_PII_KINDS, type PiiKind, type PiiScan, scanPii } from './scan-pii.ts';
