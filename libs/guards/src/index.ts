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
} from './pii/pseudonyms.ts';
export { PII_KINDS, type PiiFinding, type PiiKind } from './pii/pii-finding.ts';
export { BLOCKED_PII_KINDS, type PiiScan, type PiiScanOptions, scanPii } from './pii/scan-pii.ts';
