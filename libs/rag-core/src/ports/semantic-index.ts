/** Questions that may answer each other: one scope, one embedding model. */
export interface SemanticSpace {
  readonly tenantId: string;
  readonly spaceId: string;
  readonly model: string;
  readonly dimension: number;
}

export interface SemanticProbe {
  /** Canonical; only an index that embeds by itself reads it. */
  readonly question: string;
  /** Of unit length. */
  readonly vector: Float32Array;
}

/** What is asked for. */
export interface SemanticQuestion extends SemanticProbe {
  /**
   * Cosine from which on a match is of use; every one unless given. An index may leave out what lies below, and look less
   * far once it has what lies above.
   */
  readonly minSimilarity?: number;
}

export interface SemanticMatch {
  readonly entryId: string;
  /** Cosine, -1 to 1. */
  readonly similarity: number;
}

/** What the entries of a tenant are held against, whatever their space. */
export interface TenantProbe {
  readonly tenantId: string;
  readonly model: string;
  readonly vectors: readonly Float32Array[];
  /** For each vector. */
  readonly limit: number;
}

/**
 * Which entries of a space have a question near this one. It holds references, never answers: an id whose entry is gone
 * is no match, and `remove` takes it out. Faults: unavailable, timeout, not-built.
 */
export interface SemanticIndex {
  readonly name: string;
  /** Entries of one space beyond which the oldest leave; null when the store bounds them by itself. */
  readonly maxEntriesPerSpace: number | null;
  /** Nearest first. An index that has nothing answers []. */
  search(space: SemanticSpace, question: SemanticQuestion, limit: number): Promise<SemanticMatch[]>;
  /** Adds an entry, or moves it when it is there. */
  add(
    space: SemanticSpace,
    entry: SemanticProbe & { readonly entryId: string; readonly expiresAtMs: number },
  ): Promise<void>;
  remove(space: Pick<SemanticSpace, 'tenantId' | 'spaceId'>, entryIds: readonly string[]): Promise<void>;
  /**
   * The nearest entries over every space of a tenant and model, for housekeeping. Rejects with the signal's reason between
   * two searches, and lets the process do something else there.
   */
  nearestOfTenant(
    probe: TenantProbe,
    signal: AbortSignal,
  ): Promise<(SemanticMatch & { readonly spaceId: string })[]>;
}
