import type { DocumentLabels } from './documents.ts';
import type { Passage } from './passages.ts';

/** A current passage, as much as the index of a model needs to know. */
export interface IndexedPassage
  extends Pick<
    Passage,
    'passageId' | 'documentId' | 'namespace' | 'department' | 'title' | 'headings' | 'text'
  > {
  readonly tenantId: string;
  /** Grows with each publication. */
  readonly position: number;
}

/** How far the index of a model is. */
export interface GenerationProgress {
  /** `complete` when every passage had its turn that was there when the filling began; it goes on with new ones. */
  readonly state: 'building' | 'complete';
  readonly position: number;
  /** Passages that had their turn, at most all: what was deleted since counts until the end. */
  readonly doneCount: number;
  readonly totalCount: number;
}

export interface GenerationClaim extends GenerationProgress {
  /** The vectors that are there may have labels of before: until it is complete, they get those of now. */
  readonly isRefill: boolean;
}

/** What filling the index of a model needs of the document store. */
export interface GenerationCatalogue {
  /** From now on the generation is filled, from its first passage. One that was begun before goes on. */
  beginGeneration(generation: string): Promise<void>;
  /**
   * Takes the filling of the generation for this holder, as long as it comes back within `aliveMs`. null while another has
   * it, and when it was never begun.
   */
  claimGeneration(generation: string, holder: string, aliveMs: number): Promise<GenerationClaim | null>;
  /** Current passages of every tenant after a position, in order, that were published long enough ago to be complete. */
  passagesAfter(position: number, limit: number): Promise<IndexedPassage[]>;
  /** Those of the passages that are still current, with their labels now. */
  labelsOf(
    tenantId: string,
    passageIds: readonly string[],
  ): Promise<({ readonly passageId: string; readonly documentId: string } & DocumentLabels)[]>;
  /**
   * `position` is where the next claim goes on, `passages` how many had their turn since the last one. The state is what
   * the store can vouch for.
   */
  recordGeneration(
    generation: string,
    holder: string,
    progress: Pick<GenerationProgress, 'state' | 'position'> & { readonly passages: number },
  ): Promise<GenerationProgress>;
}
