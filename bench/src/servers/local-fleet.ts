import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** A fleet of processes as `npm start` starts it, with data of its own. */
export interface BenchFleet {
  readonly url: string;
  readonly adminKey: string;
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('../../../apps/local-fleet/src/main.ts', import.meta.url));
const READY_MS = 180_000;
const STOP_MS = 120_000;
const description = z.object({ ingress_url: z.url(), api_keys: z.object({ admin: z.string() }) });

/** Ingress, workers, Redis and store, each a process. Throws with what it said when it does not come up. */
export async function startBenchFleet(
  variables: Readonly<Record<string, string>>,
  workers: number,
): Promise<BenchFleet> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ragfleet-bench-fleet-'));
  const child = spawn(
    process.execPath,
    [MAIN, 'start', '--workers', String(workers), '--data-dir', dataDir],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...variables } },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      said = (said + bytes.toString()).slice(-10_000);
    });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) {
      const ended = once(child, 'exit', { signal: AbortSignal.timeout(STOP_MS) });
      child.kill('SIGTERM');
      await ended;
    }
    await rm(dataDir, { recursive: true, force: true });
  };
  const untilMs = performance.now() + READY_MS;
  while (!said.includes('Ctrl-C')) {
    if (child.exitCode !== null || performance.now() > untilMs) {
      await stop();
      throw new Error(`The fleet does not come up:\n${said}`);
    }
    await delay(100);
  }
  const { ingress_url: url, api_keys: keys } = description.parse(
    JSON.parse(await readFile(join(dataDir, 'local.json'), 'utf8')),
  );
  return { url, adminKey: keys.admin, stop };
}
