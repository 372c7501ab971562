import type { DocumentStore } from '@ragfleet/document-store';
import type { Service } from '@ragfleet/service-runtime';
import { createSweeps } from './sweeps.ts';

/** Beyond the longest that the ingress lets an upload take. */
const OLDER_THAN_MS = 900_000;
const SWEEP_EVERY_MS = 60_000;
/** Up to 256 MB of rows each. */
const BATCH = 10;

/** Every minute: removes the bytes of uploads whose ingress died, and of ingestions that ended without reading them. */
export function createUploadSweeps(
  store: Pick<DocumentStore, 'removeAbandonedUploads'>,
  onError: (error: unknown) => void,
): Service {
  const due = { olderThanMs: OLDER_THAN_MS, limit: BATCH };
  return createSweeps({
    name: 'upload-sweeps',
    onError,
    afterErrorMs: SWEEP_EVERY_MS,
    // A full batch says that there may be more.
    sweep: async () => ((await store.removeAbandonedUploads(due)) === BATCH ? 0 : SWEEP_EVERY_MS),
  });
}
