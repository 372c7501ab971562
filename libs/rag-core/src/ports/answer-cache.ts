import type { AnswerResult } from './answers.ts';

/** What makes two questions the same question for the cache, beside the question itself. Nothing here names a user. */
export interface CacheScope {
  readonly tenantId: string;
  readonly region: string;
  /** Those asked for that the caller may read; null asks for all of them. */
  readonly namespaces: readonly string[] | null;
  readonly embeddingModel: string;
  readonly indexGeneration: string;
  readonly promptVersion: string;
  readonly guardVersion: string;
  readonly quality: string;
  readonly model: string | null;
  readonly topK: number;
  readonly retrievalMode: string;
  readonly historyDigest: string;
}

/** The caller's access and the corpus as they were when an entry was checked: a direct hit needs this very pair. */
export interface CacheStamp {
  readonly access: string;
  readonly changes: string;
}

/** A passage that was in the prompt, with the first 128 bits of the hash of the words that it had then. */
export interface Evidence {
  readonly passageId: string;
  readonly contentHash: string;
}

/** An answer as it is kept. Sealed at rest: `question` may be a colleague's words and never leaves the cache. */
export interface CacheEntry {
  /** Canonical. Compared on an exact hit, weighed by the vetoes on a semantic one. */
  readonly question: string;
  /** Of the scope without the question: entries of two spaces never meet. */
  readonly spaceId: string;
  /** The eviction counters of what it cites, as they were when its query began. */
  readonly generation: string;
  readonly result: AnswerResult;
  readonly evidence: readonly Evidence[];
  /** Access and corpus under which the evidence was found to be what that caller retrieves. Newest last, bounded. */
  readonly stamps: readonly CacheStamp[];
  /** Other wordings that have been judged, so that nobody is asked again. Newest last, bounded; none when left out. */
  readonly judged?: readonly JudgedWording[];
  readonly storedAtMs: number;
  /** From then on it is missing, or stale where staleness is allowed; the store keeps it a little longer for that. */
  readonly expiresAtMs: number;
  readonly origin: 'query' | 'warming';
}

/** What a caller's search found for one question, best first, under one stamp. */
export interface RetrievalEntry {
  readonly question: string;
  readonly stamp: CacheStamp;
  readonly passages: readonly Evidence[];
}

/** What somebody who knows what words mean has said of an entry's question and another one. */
export interface JudgedWording {
  /** Of the other question and who judged it: no words. */
  readonly wordingId: string;
  readonly isSame: boolean;
}

export interface EntryKeeping {
  /** How long the store keeps it. */
  readonly keepMs: number;
  /** Documents whose passages are its evidence: a change of one of them evicts it. */
  readonly documentIds: readonly string[];
}

/**
 * Entries by id, sealed under their tenant's key. An entry that was tampered with, cut, moved to another id, or written
 * by another version is none. Faults: unavailable, timeout.
 */
export interface AnswerEntries {
  /** The id of a text under the tenant's own key: equal texts of two tenants never meet. */
  idOf(tenantId: string, text: string): string;
  /** In order; null for each that is none. */
  read(tenantId: string, entryIds: readonly string[]): Promise<(CacheEntry | null)[]>;
  write(tenantId: string, entryId: string, entry: CacheEntry, keeping: EntryKeeping): Promise<void>;
  /** Replaces an entry of the same `storedAtMs` and keeps its life; false when it has left, or was written anew, meanwhile. */
  replace(tenantId: string, entryId: string, entry: CacheEntry): Promise<boolean>;
  remove(tenantId: string, entryIds: readonly string[]): Promise<number>;
  readRetrieval(tenantId: string, retrievalId: string): Promise<RetrievalEntry | null>;
  writeRetrieval(tenantId: string, retrievalId: string, entry: RetrievalEntry, keepMs: number): Promise<void>;
}

/** Housekeeping that keeps hit rates honest; the change sequence is the truth. Fails open: it never throws. */
export interface CacheEviction {
  /** Removes the entries that cite a document. */
  documentsChanged(tenantId: string, documentIds: readonly string[]): Promise<void>;
  /**
   * Removes the entries whose question is near a passage that is new. Bounded, and one call at a time: what comes meanwhile
   * is left to revalidation, as the rest is.
   */
  passagesAdded(tenantId: string, model: string, vectors: readonly Float32Array[]): Promise<void>;
}
