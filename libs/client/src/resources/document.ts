import type { EmbeddingChoice } from './ingestion.ts';

export interface NewDocument {
  /** Letters, digits, dots, colons, dashes, underscores. The same id again is a new version of the document. */
  readonly id?: string;
  readonly title: string;
  readonly content: string;
  readonly source?: string;
  readonly namespace?: string;
  readonly department?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface Document {
  readonly id: string;
  readonly object: 'document';
  readonly title: string;
  readonly source: string | null;
  readonly namespace: string;
  readonly department: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly chunks: number;
  readonly size_bytes: number;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Only what is named changes; `department: null` removes the department. */
export interface DocumentPatch {
  readonly namespace?: string;
  readonly department?: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A file in memory, or one of `openAsBlob` that is read as it is sent. Its name gives the document its id. */
export type UploadFile = File | { readonly name: string; readonly content: Blob };

/** What holds for every document of an upload that does not say otherwise itself. */
export interface UploadOptions {
  readonly namespace?: string;
  readonly department?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly callbackUrl?: string;
  readonly embedding?: EmbeddingChoice;
}

export interface NewSearch {
  readonly query: string;
  readonly namespaces?: readonly string[];
  readonly top_k?: number;
  readonly mode?: 'hybrid' | 'dense' | 'keyword';
}

export interface SearchHit {
  readonly document_id: string;
  readonly chunk_id: string;
  readonly title: string;
  readonly source: string | null;
  readonly namespace: string;
  readonly text: string;
  readonly rank: number;
}

/** Rates are shares of the queries that may use the cache; money is in US dollars. */
export interface CacheStats {
  readonly hit_rate: number;
  readonly exact_rate: number;
  readonly semantic_rate: number;
  readonly breakdown: Readonly<
    Record<'exact' | 'semantic' | 'retrieval' | 'miss' | 'bypass' | 'coalesced', number>
  >;
  readonly entries: number;
  readonly saved_usd: number;
  readonly checks: Readonly<Record<'direct' | 'revalidated' | 'refused', number>>;
}
