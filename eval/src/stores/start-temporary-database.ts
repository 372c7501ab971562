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

/** An empty embedded PostgreSQL with pgvector in a folder of its own, which goes with it. */
export async function startTemporaryDatabase(): Promise<TemporaryDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ragfleet-eval-'));
  const thread = new Worker(new URL('./embedded-database-main.ts', import.meta.url), { argv: [dataDir] });
  const stop = async (): Promise<void> => {
    await thread.terminate();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    return { url: await addressFrom(thread), stop };
  } catch (cause) {
    await stop();
    throw new Fault(
      'unavailable',
      'The temporary database does not start. Free memory and disk, and try again.',
      { cause },
    );
  }
}

async function addressFrom(thread: Worker): Promise<string> {
  const messages: unknown[] = await once(thread, 'message', { signal: AbortSignal.timeout(START_LIMIT_MS) });
  return String(messages[0]);
}
