import type { DocumentStore } from '@ragfleet/document-store';
import type { Service } from '@ragfleet/service-runtime';
import { createSweeps } from './sweeps.ts';

/** So long an ingestion can be read after its end. */
const KEPT_MS = 30 * 86_400_000;
const SWEEP_EVERY_MS = 60_000;

/** Every minute: removes ingestions that ended 30 days ago, in bounded parts until none is left. */
export function createOldIngestionSweeps(
  store: Pick<DocumentStore, 'removeOldIngestions'>,
  onError: (error: unknown) => void,
): Service {
  const due = { olderThanMs: KEPT_MS };
  return createSweeps({
    name: 'old-ingestion-sweeps',
    onError,
    afterErrorMs: SWEEP_EVERY_MS,
    sweep: async (signal) => ((await store.removeOldIngestions(due, signal)) > 0 ? 0 : SWEEP_EVERY_MS),
  });
}
