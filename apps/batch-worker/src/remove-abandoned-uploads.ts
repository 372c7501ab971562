import { setTimeout as pause } from 'node:timers/promises';
import type { DocumentStore } from '@ragfleet/document-store';
import type { Service } from '@ragfleet/service-runtime';

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
  const stopping = new AbortController();
  let running = Promise.resolve();
  const sweep = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await removeAll(store, stopping.signal).catch(onError);
      await pause(SWEEP_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  return {
    name: 'upload-sweeps',
    start: async () => {
      running = sweep();
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function removeAll(
  store: Pick<DocumentStore, 'removeAbandonedUploads'>,
  signal: AbortSignal,
): Promise<void> {
  const due = { olderThanMs: OLDER_THAN_MS, limit: BATCH };
  while (!signal.aborted && (await store.removeAbandonedUploads(due)) === BATCH);
}
