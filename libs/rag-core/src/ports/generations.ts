import type { DocumentLabels } from './documents.ts';
import type { Passage } from './passages.ts';

/** A current passage, as much as another model's index needs to know. */
export interface IndexedPassage
  extends Pick<
    Passage,
    'passageId' | 'documentId' | 'namespace' | 'department' | 'title' | 'headings' | 'text'
  > {
  readonly tenantId: string;
  /** Grows with each publication. */
  readonly position: number;
}

/** How far the index of another model is. */
export interface GenerationProgress {
  /** `complete` when every passage had its turn that was there when the filling began; it goes on with new ones. */
  readonly state: 'building' | 'complete';
  readonly position: number;
  /** Passages that had their turn, at most all: what was deleted since counts until the end. */
  readonly doneCount: number;
  readonly totalCount: number;
}

/** What filling the index of another model needs of the document store. */
export interface GenerationCatalogue {
  /** Takes the filling of the generation for this holder, as long as it comes back within `aliveMs`. null while another has it. */
  claimGeneration(generation: string, holder: string, aliveMs: number): Promise<GenerationProgress | null>;
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
