import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LocalDescription } from '../data-dir/local-description.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** What `--json` prints last. */
export interface FleetReport {
  readonly ok: boolean;
  readonly steps: ReadonlyArray<{ readonly name: string; readonly ok: boolean; readonly ms: number }>;
  readonly seconds: number;
  readonly memory_mb: number;
}

export interface FleetProcess {
  readonly child: ChildProcess;
  readonly output: { readonly stdout: string; readonly stderr: string };
  readonly ended: Promise<{ code: number | null; report: FleetReport; stderr: string }>;
}

/** Fleets as a user starts them, with data in a folder of their own; all are gone after `end`. */
export interface FleetHarness {
  start(args: readonly string[], environment?: Readonly<Record<string, string>>): FleetProcess;
  folder(name: string): string;
  describe(name: string): Promise<LocalDescription>;
  end(): Promise<void>;
}

export async function createFleetHarness(): Promise<FleetHarness> {
  const dir = await mkdtemp(join(tmpdir(), 'ragfleet-fleet-'));
  const running = new Set<FleetProcess>();

  const start: FleetHarness['start'] = (args, environment = {}) => {
    const env = { ...process.env, ...environment };
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (bytes) => (output.stdout += String(bytes)));
    child.stderr.on('data', (bytes) => (output.stderr += String(bytes)));
    const { promise: ended, resolve } = Promise.withResolvers<Awaited<FleetProcess['ended']>>();
    const fleet = { child, output, ended };
    running.add(fleet);
    child.once('close', (code) => {
      running.delete(fleet);
      resolve({ code, report: lastReport(output.stdout), stderr: output.stderr });
    });
    return fleet;
  };

  return {
    start,
    folder: (name) => join(dir, name),
    describe: async (name) =>
      JSON.parse(await readFile(join(dir, name, 'local.json'), 'utf8')) as LocalDescription,
    end: async () => {
      for (const { child } of running) child.kill('SIGTERM');
      await Promise.all([...running].map((fleet) => fleet.ended));
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function lastReport(stdout: string): FleetReport {
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  return JSON.parse(last.startsWith('{') ? last : 'null') as FleetReport;
}

export const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
