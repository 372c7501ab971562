import type { AccessSet } from '@ragfleet/kernel';

/** Whose eyes a search looks through. `namespaces` narrows what `access` allows; null asks for all of it. */
export interface SearchScope {
  readonly access: AccessSet;
  readonly namespaces: readonly string[] | null;
}

/** A retrieval candidate. Higher scores are nearer; scores of two indexes are not comparable. */
export interface PassageCandidate {
  readonly passageId: string;
  readonly score: number;
}

/** A passage as the document store, the authority, has it now. */
export interface Passage {
  readonly passageId: string;
  readonly documentId: string;
  readonly namespace: string;
  readonly department: string | null;
  readonly title: string;
  readonly source: string | null;
  /** The nearest headings above the passage, outermost first. */
  readonly headings: readonly string[];
  readonly ordinal: number;
  readonly text: string;
  readonly contentHash: string;
}

/** What a vector index found, with the tenant that its own record names: a foreign one means that the index cannot be trusted. */
export interface DenseCandidate extends PassageCandidate {
  readonly tenantId: string;
}

/** BM25 over the current passages of readable documents. The access filter is inside the query. */
export interface KeywordIndex {
  searchKeyword(
    scope: SearchScope,
    query: string,
    limit: number,
    signal: AbortSignal,
  ): Promise<PassageCandidate[]>;
}

export interface PassageVector {
  readonly tenantId: string;
  readonly passageId: string;
  readonly documentId: string;
  readonly namespace: string;
  readonly department: string | null;
  readonly vector: Float32Array;
}

/** Dense vectors alone. The access filter is inside the query; what comes back is checked again by PassageReader. */
export interface VectorIndex {
  readonly name: string;
  searchDense(
    scope: SearchScope,
    vector: Float32Array,
    limit: number,
    signal: AbortSignal,
  ): Promise<DenseCandidate[]>;
  /** Those of the passages that have a vector here. A store that shows its writes late may leave out the newest. */
  existing(tenantId: string, passageIds: readonly string[], signal: AbortSignal): Promise<Set<string>>;
  upsert(vectors: readonly PassageVector[], signal: AbortSignal): Promise<void>;
  removePassages(tenantId: string, passageIds: readonly string[], signal: AbortSignal): Promise<void>;
  /** Removes every vector of the document. */
  removeDocument(tenantId: string, documentId: string, signal: AbortSignal): Promise<void>;
  relabelDocument(
    tenantId: string,
    documentId: string,
    labels: { namespace: string; department: string | null },
    signal: AbortSignal,
  ): Promise<void>;
}

/** The second check: only passages that are current and readable by this scope come back, in the order asked for. */
export interface PassageReader {
  readCurrent(scope: SearchScope, passageIds: readonly string[], signal: AbortSignal): Promise<Passage[]>;
}
