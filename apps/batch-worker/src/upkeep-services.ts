import type { DocumentStore } from '@ragfleet/document-store';
import {
  type ChangeSequence,
  createAnnounceChanges,
  createBackfillGeneration,
  createVectorUpkeep,
  type IndexGeneration,
  type Pace,
} from '@ragfleet/rag-core';
import type { Logger, Metrics, Service } from '@ragfleet/service-runtime';
import { createGenerationFiller } from './fill-generation.ts';
import { createSweeps } from './sweeps.ts';

export interface UpkeepServicesOptions {
  readonly store: DocumentStore;
  readonly generations: readonly IndexGeneration[];
  readonly changes: Pick<ChangeSequence, 'advance'>;
  readonly isBusy: () => boolean;
  readonly pace: Pace;
  readonly metrics: Pick<Metrics, 'set'>;
  readonly logger: Logger;
  readonly onError: (error: unknown) => void;
}

const UPKEEP_EVERY_MS = 5_000;

/** What keeps the vector indexes and the caches to what the document store says, in start order. */
export function createUpkeepServices(options: UpkeepServicesOptions): readonly Service[] {
  const { store, generations, changes, isBusy, pace, metrics, logger, onError } = options;
  const vectorIndexes = generations.map(({ vectorIndex }) => vectorIndex);
  const upkeep = createVectorUpkeep({ store, vectorIndexes, logger });
  const sweep = async (signal: AbortSignal): Promise<number> =>
    // Where something was owed there may be more.
    (await upkeep(null, signal)) > 0 ? 0 : UPKEEP_EVERY_MS;
  const announce = createAnnounceChanges({ store, changes });
  const announceAll = async (): Promise<number> => ((await announce(null)) > 0 ? 0 : UPKEEP_EVERY_MS);
  const afterErrorMs = UPKEEP_EVERY_MS;
  return [
    createSweeps({ name: 'vector-upkeep', sweep, onError, afterErrorMs }),
    createSweeps({ name: 'change-announcements', sweep: announceAll, onError, afterErrorMs }),
    ...generations.map((generation, at) => {
      // Ingestion keeps the first one whole: it is filled where it was left, or where somebody asks for a refill.
      const begins = at === 0 ? 'when-asked' : 'at-once';
      const fill = createBackfillGeneration({ catalogue: store, generation, begins, pace, logger });
      return createGenerationFiller({ generation, fill, isBusy, metrics, logger, onError });
    }),
  ];
}
