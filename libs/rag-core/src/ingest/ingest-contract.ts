import type { Clock } from '@ragfleet/kernel';
import type { Metering } from '../metering/open-metered-call.ts';
import type { CacheEviction } from '../ports/answer-cache.ts';
import type { DocumentOutcome, IngestionCatalogue, IngestionKey } from '../ports/ingestions.ts';
import type { VectorUpkeepStore } from '../ports/vector-upkeep.ts';
import type { BatchEmbedder, Embedder } from '../ports/models.ts';
import type { ChangeSequence, Logger } from '../ports/operations.ts';
import type { VectorIndex } from '../ports/passages.ts';
import type { Pace } from './pace.ts';

/** An embedding model with the index of its vectors. */
export interface IndexGeneration {
  readonly embedder: Embedder;
  readonly vectorIndex: VectorIndex;
}

export interface IngestPorts {
  readonly catalogue: IngestionCatalogue & Pick<VectorUpkeepStore, 'settleUpkeep'>;
  /** The first is the one that searches use. The others are on their way: what fails there is left to their backfill. */
  readonly generations: readonly IndexGeneration[];
  /** For ingestions that chose the provider's batches; without one they are embedded at once. */
  readonly batchEmbedder?: BatchEmbedder | null;
  /** Books what embedding costs. Without it, and for local models, nothing is booked. */
  readonly metering?: Metering;
  readonly changes: Pick<ChangeSequence, 'advance'>;
  /** Told after the change sequence has moved; without one, revalidation alone finds what changed. */
  readonly eviction?: CacheEviction;
  readonly logger: Logger;
  /** Runs before the documents are read, such as what turns uploaded files into documents. Again after a crash. */
  readonly prepare?: (ingestion: IngestionKey, signal: AbortSignal) => Promise<void>;
  /** Told after outcomes were recorded, so that somebody can report progress. */
  readonly onProgress?: (ingestion: IngestionKey, outcomes: readonly DocumentOutcome[]) => Promise<void>;
  /** Without one, every piece of work begins at once. */
  readonly pace?: Pace;
  readonly clock?: Clock;
}

export interface IngestCommand extends IngestionKey {
  /** On the last attempt a fault that may pass fails its documents instead of the run: an ingestion always ends. */
  readonly isLastAttempt: boolean;
  /** Hears, before whoever is told of all ingestions, that some of this run's work is done for good. */
  readonly onProgress?: () => void;
}

export type IngestResult =
  | { readonly status: 'finished' }
  /** Nothing more can be done now: somebody else holds its documents, or a provider's batch is not ready. */
  | { readonly status: 'waiting'; readonly resumeAfterMs: number };

export type IngestDocuments = (command: IngestCommand, signal: AbortSignal) => Promise<IngestResult>;
