import { Fault } from '@ragfleet/kernel';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

export interface TemporaryDatabase {
  readonly url: string;
  /** Ends it and removes what it held. */
  stop(): Promise<void>;
}

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 10_000;

/** An empty embedded PostgreSQL with pgvector in a folder of its own, which goes with it. */
export async function startTemporaryDatabase(): Promise<TemporaryDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ragfleet-eval-'));
  const worker = new Worker(new URL('./embedded-database-main.ts', import.meta.url), { argv: [dataDir] });
  const discard = async (): Promise<void> => {
    await worker.terminate();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const url = await messageFrom(worker, START_LIMIT_MS);
    return {
      url,
      async stop() {
        worker.postMessage('stop');
        await messageFrom(worker, STOP_LIMIT_MS).finally(discard);
      },
    };
  } catch (error) {
    await discard();
    throw error;
  }
}

async function messageFrom(worker: Worker, limitMs: number): Promise<string> {
  try {
    const [message]: unknown[] = await once(worker, 'message', { signal: AbortSignal.timeout(limitMs) });
    return String(message);
  } catch (cause) {
    throw new Fault(
      'unavailable',
      'The temporary database did not answer. Free memory and disk, and try again.',
      { cause },
    );
  }
}
