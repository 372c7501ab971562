/** A file to read documents from. Never held in whole by the caller when `content` is a path or a stream. */
export interface SourceFile {
  /** Stable: its path in the folder, its key in the bucket, its address. Gives the documents' ids and `source`. */
  readonly name: string;
  /** As a server or a form named it, with its parameters: `text/html; charset=iso-8859-1`. The content and the name go first. */
  readonly mediaType?: string;
  readonly content: Uint8Array | AsyncIterable<Uint8Array> | FileOnDisk;
  /** For a file that is one document, instead of the id made from its name. */
  readonly id?: string;
  readonly title?: string;
}

export interface FileOnDisk {
  readonly path: string;
}

/** Fits `DocumentInput` of the HTTP contract: the same limits hold. */
export interface ExtractedDocument {
  readonly id: string;
  readonly title: string;
  /** Text with its headings as Markdown (`# …`). Well-formed, no NUL, line breaks are `\n`. */
  readonly content: string;
  readonly source: string;
  readonly namespace?: string;
  readonly department?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Why a file, or one line of a .jsonl file, is no document. The message says the fix and quotes nothing of the file. */
export interface ExtractionFailure {
  /** The id that the document would have had. */
  readonly id: string;
  readonly source: string;
  /** Of a .jsonl file, counted from 1; left out when the rest of the file was not read. */
  readonly line?: number;
  /** The line cannot be read so far that it says its id, which may be another one. */
  readonly isUnidentified?: true;
  readonly error: { readonly reason: ExtractionReason; readonly message: string };
}

export type Extraction = ExtractedDocument | ExtractionFailure;

export interface FileExtractor {
  /**
   * The documents of a file, in order, each as soon as it is read; what is wrong with the file is a result too. Throws
   * what has nothing to do with the file: the signal's reason, the error of the content's own stream, Fault `overloaded`
   * when too many files wait. Ending the loop early frees the file's place.
   */
  extract(file: SourceFile, signal: AbortSignal): AsyncIterable<Extraction>;
  /** Ends the processes; extractions under way end with Fault `canceled`. */
  close(): Promise<void>;
}

export const EXTRACTION_REASONS = [
  'empty',
  'too-large',
  'unsupported-type',
  'type-mismatch',
  'not-text',
  'no-text',
  'damaged',
  'password-protected',
  'too-many-pages',
  'too-complex',
  'expands-too-much',
  'text-too-long',
  'too-slow',
  'too-much-memory',
  'reader-died',
  'unreadable',
  'invalid-line',
  'invalid-document',
  'duplicate-id',
  'too-many-documents',
  'too-many-failures',
] as const;
export type ExtractionReason = (typeof EXTRACTION_REASONS)[number];

/** A file that a folder holds. Its bytes are read when somebody asks for them. */
export interface ListedFile {
  /** Its path inside the folder, with `/` between the parts on every system. */
  readonly name: string;
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
}

/** What of an `Extraction` is a failure. */
export const isExtractionFailure = (extraction: Extraction): extraction is ExtractionFailure =>
  'error' in extraction;
