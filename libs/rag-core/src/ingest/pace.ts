import { isLocalModel } from '@ragfleet/pricing';
import type { Embedder } from '../ports/models.ts';

/**
 * How ingestion shares processor and database with people who wait for answers. Pieces of work: cutting a document,
 * embedding here, writing vectors, publishing.
 */
export interface Pace {
  /** Runs a piece of work when its turn comes, which may be after a rest. No piece that has begun waits for another one. */
  begin<Result>(work: () => Promise<Result>): Promise<Result>;
  /**
   * Runs what ends work that has begun: at once, and whatever begins next waits for it. A search that finds vectors
   * whose document is not published yet looks again, so there must be no rest between the two.
   */
  finish<Result>(work: () => Promise<Result>): Promise<Result>;
  /** True while people ask: what a document needs is then written for itself, just before it is published. */
  readonly isSlow: boolean;
}

export const NO_PACING: Pace = { begin: (work) => work(), finish: (work) => work(), isSlow: false };

/** A provider's time is none of this machine's. */
export const paceOfEmbedding = ({ model }: Pick<Embedder, 'model'>, pace: Pace): Pace =>
  isLocalModel(model) ? pace : NO_PACING;
