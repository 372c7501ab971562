import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, vi } from 'vitest';

const MAIN = fileURLToPath(new URL('../../apps/local-fleet/src/main.ts', import.meta.url));

interface Description {
  readonly ingress_url: string;
  readonly api_keys: Readonly<Record<string, string>>;
  readonly pids: Readonly<Record<string, number>>;
}

/** A fleet as `npm start` starts it, with data of its own. */
export interface Fleet {
  readonly url: string;
  readonly dataDir: string;
  readonly keys: Readonly<Record<string, string>>;
  /** Of its one query worker. */
  readonly workerPid: number;
  stop(): Promise<void>;
}

export async function startFleet(): Promise<Fleet> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ragfleet-newcomer-'));
  const flags = ['start', '--workers', '1', '--data-dir', dataDir];
  // What docs/python.md tells its reader to set, for a receiver on this machine.
  const env = { ...process.env, WEBHOOK_ALLOW_HOSTS: '127.0.0.1' };
  const child = spawn(process.execPath, [MAIN, ...flags], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const ended = once(child, 'exit');
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said += String(bytes)));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await vi.waitFor(() => expect(said).toContain('Ctrl-C'), { timeout: 150_000, interval: 100 });
    const local = JSON.parse(await readFile(join(dataDir, 'local.json'), 'utf8')) as Description;
    const workerPid = local.pids['query-worker-1'];
    if (workerPid === undefined) throw new Error('The fleet names no query worker.');
    return { url: local.ingress_url, keys: local.api_keys, dataDir, workerPid, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
