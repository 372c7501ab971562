import { type Ingestion, type RagfleetClient, RagfleetError } from '@ragfleet/client';
import type { EndedIngestion } from './sum-ingestions.ts';

export interface FollowOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (ingestion: Ingestion) => void;
}

/** A provider's batch may take a day. */
const MAX_WAIT_MS = 26 * 3_600_000;
const SHOW_EVERY_MS = 1_000;

/** The ingestion at its end: by its event stream, or by asking where there is none. */
export async function followIngestion(
  client: RagfleetClient,
  id: string,
  { signal, onProgress }: FollowOptions,
): Promise<EndedIngestion> {
  try {
    for await (const { data } of client.ingestions.follow(id, { signal })) onProgress(data);
  } catch (error) {
    if (signal.aborted || !(error instanceof RagfleetError)) throw error;
    await pollIngestion(client, id, { signal, onProgress });
  }
  const ingestion = await client.ingestions.wait(id, { signal, timeoutMs: MAX_WAIT_MS });
  if (ingestion.counts.failed === 0) return { ingestion, failures: [] };
  const { documents = [] } = await client.ingestions.get(id, { signal, status: 'failed' });
  return { ingestion, failures: documents };
}

async function pollIngestion(client: RagfleetClient, id: string, options: FollowOptions): Promise<void> {
  const { signal, onProgress } = options;
  const endsAtMs = performance.now() + MAX_WAIT_MS;
  for (let isOver = false; !isOver && performance.now() < endsAtMs; ) {
    await client.ingestions
      .wait(id, { signal, limit: 0, timeoutMs: SHOW_EVERY_MS })
      .catch((error: unknown) => requireStillRunning(error, signal));
    const ingestion = await client.ingestions.get(id, { signal, limit: 0 });
    onProgress(ingestion);
    isOver = ingestion.finished_at !== null;
  }
}

function requireStillRunning(error: unknown, signal: AbortSignal): void {
  if (!signal.aborted && error instanceof RagfleetError && error.kind === 'wait-timeout') return;
  throw error;
}
