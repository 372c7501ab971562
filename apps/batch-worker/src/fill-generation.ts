import { type BackfillGeneration, generationName, type IndexGeneration } from '@ragfleet/rag-core';
import type { Logger, Metrics, Service } from '@ragfleet/service-runtime';
import { createSweeps } from './sweeps.ts';

export interface FillGenerationOptions {
  readonly generation: IndexGeneration;
  readonly fill: BackfillGeneration;
  /** True while this process embeds what somebody waits for. */
  readonly isBusy: () => boolean;
  readonly metrics: Pick<Metrics, 'set'>;
  readonly logger: Pick<Logger, 'info'>;
  readonly onError: (error: unknown) => void;
}

/** Others look every so often whether the one that fills has died. */
const NOT_OURS_MS = 60_000;
const NOTHING_TO_DO_MS = 10_000;
const AFTER_ERROR_MS = 30_000;
/** Beside live ingestions a page is followed by a pause of four times its length. */
const PAUSE_BESIDE_LIVE = 4;

/** Fills the index of a model in the background, one process of the fleet at a time. */
export function createGenerationFiller(options: FillGenerationOptions): Service {
  const { fill, generation, isBusy, metrics, logger, onError } = options;
  const { model } = generation.embedder;
  let state = '';
  const sweep = async (signal: AbortSignal): Promise<number> => {
    const begunAtMs = performance.now();
    const progress = await fill(signal);
    if (progress === null) return NOT_OURS_MS;
    metrics.set('generationPassages', { model, state: 'done' }, progress.doneCount);
    metrics.set('generationPassages', { model, state: 'total' }, progress.totalCount);
    if (progress.state !== state) {
      const { doneCount: done, totalCount: total } = progress;
      logger.info(
        { generation: generationName(generation), state: progress.state, done, total },
        'index generation',
      );
    }
    state = progress.state;
    if (progress.isIdle) return NOTHING_TO_DO_MS;
    return isBusy() ? (performance.now() - begunAtMs) * PAUSE_BESIDE_LIVE : 0;
  };
  return createSweeps({ name: 'generation-filler', sweep, onError, afterErrorMs: AFTER_ERROR_MS });
}
