import { MAX_DOCUMENT_CHARACTERS } from '@ragfleet/kernel';

/** How much of a file is read. What goes beyond is an error of that file, never a text that was cut in silence. */
export interface ExtractionLimits {
  readonly maxFileBytes: number;
  /** Of one document; no more is ingested of one. */
  readonly maxTextCharacters: number;
  readonly maxPages: number;
  /** What the XML parts of a .docx may grow to; pictures are never unpacked. */
  readonly maxInflatedBytes: number;
  /** Elements inside elements of a web page. Browsers stop at 512. */
  readonly maxHtmlDepth: number;
  /** Of one .jsonl file. */
  readonly maxDocuments: number;
  /** Lines of one .jsonl file that are no documents; then the rest is not read. */
  readonly maxFailures: number;
}

const MEBIBYTE = 1024 * 1024;

/** What one file may hold, and what reading it may take. */
export const EXTRACTION_LIMITS: ExtractionLimits = {
  maxFileBytes: 50 * MEBIBYTE,
  maxTextCharacters: MAX_DOCUMENT_CHARACTERS,
  maxPages: 10_000,
  maxInflatedBytes: 50 * MEBIBYTE,
  maxHtmlDepth: 512,
  maxDocuments: 200_000,
  maxFailures: 1_000,
};
