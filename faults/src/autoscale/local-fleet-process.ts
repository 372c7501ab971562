import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { waitFor } from '../scenarios/wait-for.ts';

/** `npm start -- --autoscale` as a process. */
export interface LocalFleetProcess {
  readonly description: () => Promise<z.output<typeof description>>;
  /** What it said, oldest first. */
  readonly lines: () => readonly string[];
  /** SIGTERM. Resolves with its exit code. */
  readonly stop: () => Promise<number | null>;
}

export interface LocalFleetOptions {
  readonly dataDir: string;
  readonly maxWorkers: number;
  readonly variables: Readonly<Record<string, string>>;
}

const MAIN = fileURLToPath(new URL('../../../apps/local-fleet/src/main.ts', import.meta.url));
const READY_MS = 180_000;
const STOP_MS = 120_000;
const MAX_LINES = 10_000;

const description = z.object({
  ingress_url: z.url(),
  queue_redis_url: z.string(),
  pids: z.record(z.string(), z.number()),
  autoscale: z.object({ min_workers: z.number(), max_workers: z.number(), speed: z.number() }),
});

/** Resolves when every process of it is up. Throws with what it said when it does not come up. */
export async function startLocalFleet(options: LocalFleetOptions): Promise<LocalFleetProcess> {
  const child = spawn(process.execPath, argumentsOf(options), {
    // The channel: when this process is gone, however it ended, the fleet stops.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...options.variables },
  });
  const lines = keepLines(child);
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const stop = async (): Promise<number | null> => {
    if (hasEnded()) return child.exitCode;
    const ended = once(child, 'exit', { signal: AbortSignal.timeout(STOP_MS) });
    child.kill('SIGTERM');
    await ended;
    return child.exitCode;
  };
  try {
    await waitFor('the fleet is up', READY_MS, () => {
      if (hasEnded()) throw new Error('The fleet ended while it was starting.');
      return lines.some((line) => line.includes('Ctrl-C'));
    });
  } catch (cause) {
    await stop();
    throw new Error(`The fleet does not come up:\n${lines.join('\n')}`, { cause });
  }
  const path = join(options.dataDir, 'local.json');
  return {
    description: async () => description.parse(JSON.parse(await readFile(path, 'utf8'))),
    lines: () => lines,
    stop,
  };
}

const argumentsOf = ({ dataDir, maxWorkers }: LocalFleetOptions): string[] => [
  MAIN,
  'start',
  '--autoscale',
  '--max-workers',
  String(maxWorkers),
  '--data-dir',
  dataDir,
];

function keepLines(child: ChildProcess): readonly string[] {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    if (stream !== null)
      createInterface({ input: stream }).on('line', (line) => {
        if (lines.length < MAX_LINES) lines.push(line);
      });
  return lines;
}
