import type { DocumentLabels } from './documents.ts';

/** Whose source it is. Names are unique inside a tenant. */
export interface SourceName {
  readonly tenantId: string;
  readonly source: string;
}

/** Something that a source holds: a file, an object, a page. */
export interface SourceItem {
  /** Stable: its path in the folder, its key in the bucket, its address. */
  readonly key: string;
  /** Another one when the content is another one; null when only reading tells. */
  readonly revision: string | null;
  /** Null when only reading tells. */
  readonly sizeBytes: number | null;
}

export type SourceReading =
  | {
      readonly status: 'read';
      /** Of the very bytes below. */
      readonly revision: string;
      /** As the source names it, with its parameters. */
      readonly mediaType: string | null;
      readonly content: Uint8Array | AsyncIterable<Uint8Array>;
    }
  | { readonly status: 'unchanged' }
  | { readonly status: 'gone' };

/** A folder, a bucket, a list of pages. */
export interface DocumentSource {
  /** Every item once. It ends when all were listed, and throws when it cannot say: then nothing may count as gone. */
  list(signal: AbortSignal): AsyncIterable<SourceItem>;
  /**
   * `unchanged` when the content still has the known revision. Faults are of this item alone: what is stored of it
   * stays. Abort the signal when the content is not read to its end.
   */
  read(key: string, knownRevision: string | null, signal: AbortSignal): Promise<SourceReading>;
}

/** A document of a file, or why a part of it is none. The adapter that knows the formats fits this as it is. */
export type SourceExtraction = { readonly id: string } & (
  | { readonly title: string; readonly content: string; readonly source: string }
  | SourceExtractionFailure
);

export interface SourceExtractionFailure {
  /** What is wrong is this line's alone. Without it nobody knows what the rest of the file holds. */
  readonly line?: number;
  /** The line does not say which document it is: its `id` may be another one's. */
  readonly isUnidentified?: true;
  readonly error: { readonly message: string };
}

export interface SourceExtractor {
  extract(
    file: {
      readonly name: string;
      readonly mediaType?: string;
      readonly content: Uint8Array | AsyncIterable<Uint8Array>;
    },
    signal: AbortSignal,
  ): AsyncIterable<SourceExtraction>;
}

/** A document of a source as it is submitted, under the labels of the source. */
export interface SourceDocument extends DocumentLabels {
  readonly id: string;
  readonly title: string;
  readonly content: string;
  readonly source: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Hands documents to the ordinary ingestion; returns its id when they are stored. */
export type SubmitDocuments = (name: SourceName, documents: readonly SourceDocument[]) => Promise<string>;

/** In force when it returns: no search and no cached answer serves the document. */
export type RemoveDocument = (name: SourceName, documentId: string, signal: AbortSignal) => Promise<void>;

/** What is kept of an item. */
export interface StoredSourceItem {
  readonly key: string;
  /** Of what was submitted last; null when nothing was, or when it has to be submitted again. */
  readonly revision: string | null;
  /** Of the labels under which it was submitted; empty when it never was. */
  readonly labelsDigest: string;
  /** How many it has. */
  readonly documents: number;
  readonly failure: { readonly revision: string | null; readonly retryAtMs: number } | null;
  /** The number of the last pass that came to it. */
  readonly seenInPass: number;
}

/** Documents that are about to be submitted: known before they exist, so that no crash leaves one behind for ever. */
export interface AnnouncedSourceItem {
  readonly key: string;
  readonly documentIds: readonly string[];
}

/** Its documents are those that the pass has announced, and the kept ones; earlier ones are stale. */
export interface SubmittedSourceItem {
  readonly key: string;
  readonly revision: string;
  readonly labelsDigest: string;
  /** Parts that cannot be read now: what was a document stays one. All, where a part does not say which one it is. */
  readonly keptDocumentIds: readonly string[] | 'all';
  readonly ingestionIds: readonly string[];
  /** Why a part of it is no document. */
  readonly error: string | null;
}

export interface FailedSourceItem {
  readonly key: string;
  readonly revision: string | null;
  readonly error: string;
}

/** Documents of items that are gone, and documents that are no longer in items that are there. */
export interface GoneSourceItem {
  readonly itemId: string;
  readonly key: string;
  readonly isGone: boolean;
  readonly documentIds: readonly string[];
}

/** One pass, as long as it holds the source. Its number is in everything that it writes: an older one cannot write. */
export interface SourcePass extends SourceName {
  readonly pass: number;
}

export const PASS_OUTCOMES = ['completed', 'incomplete', 'deletion-held'] as const;
export type PassOutcome = (typeof PASS_OUTCOMES)[number];

export interface PassCounts {
  readonly listed: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly gone: number;
  readonly failed: number;
  /** Failed earlier and not tried again yet. */
  readonly waiting: number;
  readonly documentsSubmitted: number;
  readonly documentsRemoved: number;
}

export interface PassReport {
  readonly outcome: PassOutcome;
  /** Why it is not `completed`, and the fix. */
  readonly reason: string | null;
  readonly counts: PassCounts;
  /** The first ones; `counts.failed` has all. */
  readonly errors: readonly { readonly key: string; readonly message: string }[];
}

/**
 * What is known of each source. Every write of a pass throws Fault `conflict` when another pass holds the source now.
 */
export interface SourceCatalogue {
  /** The source is this holder's for `leaseMs`; null while another holder has it. The same holder takes over from itself. */
  beginPass(name: SourceName, holder: string, leaseMs: number): Promise<SourcePass | null>;
  renewPass(pass: SourcePass, leaseMs: number): Promise<void>;
  /** Items whose documents could not be embedded are to be submitted again, after their backoff. */
  reviewIngestions(pass: SourcePass): Promise<void>;
  storedItems(pass: SourcePass, keys: readonly string[]): Promise<ReadonlyMap<string, StoredSourceItem>>;
  markSeen(pass: SourcePass, keys: readonly string[]): Promise<void>;
  /** Adds to the items' documents, and takes the items' revisions: these come back with all of the new documents. */
  announce(pass: SourcePass, items: readonly AnnouncedSourceItem[]): Promise<void>;
  /** Also marks them as seen. */
  recordSubmitted(pass: SourcePass, items: readonly SubmittedSourceItem[]): Promise<void>;
  /** Also marks it as seen. Each failure in a row doubles the time until the next try. */
  recordFailed(pass: SourcePass, item: FailedSourceItem): Promise<void>;
  countGone(pass: SourcePass): Promise<{ readonly gone: number; readonly documents: number }>;
  /** A page of at most `limit` items, behind `afterItemId`. Only after a whole listing: what was not seen is gone. */
  goneItems(pass: SourcePass, afterItemId: string | null, limit: number): Promise<GoneSourceItem[]>;
  /** Their documents are removed. */
  forgetGone(pass: SourcePass, itemIds: readonly string[]): Promise<void>;
  /** Lets the source go; null keeps no report, because the pass will be tried again. */
  endPass(pass: SourcePass, report: PassReport | null): Promise<void>;
}
