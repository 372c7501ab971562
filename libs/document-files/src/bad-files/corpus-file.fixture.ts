import type { ExtractionReason } from '../contract.ts';

/** What a result is expected to be: a document, or a failure for this reason. */
export type Outcome = ExtractionReason | 'ok';

/** A file that somebody may send, made when it is needed, and what becomes of it, one outcome for each result. */
export interface CorpusFile {
  readonly what: string;
  readonly name: string;
  readonly mediaType?: string;
  readonly bytes: () => Uint8Array | Promise<Uint8Array>;
  readonly outcomes: readonly Outcome[];
  /** In the text of its first document. */
  readonly contains?: string;
}

export const text =
  (content: string): (() => Uint8Array) =>
  () =>
    Buffer.from(content);
export const hex =
  (digits: string): (() => Uint8Array) =>
  () =>
    Buffer.from(digits.replaceAll(' ', ''), 'hex');
