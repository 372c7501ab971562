import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isPortFree } from '@ragfleet/redis-server';
import type { LocalDescription } from './data-dir/local-description.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const TOUR_MS = 120_000;

interface Report {
  readonly ok: boolean;
  readonly steps: ReadonlyArray<{ readonly name: string; readonly ok: boolean; readonly ms: number }>;
  readonly seconds: number;
  readonly memory_mb: number;
}

let dir: string;
const running = new Set<ChildProcess>();

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ragfleet-demo-'));
});
afterEach(async () => {
  await Promise.all([...running].map(endFleet));
  await rm(dir, { recursive: true, force: true });
});

const start = (args: readonly string[]) => {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (bytes) => (output.stdout += String(bytes)));
  child.stderr.on('data', (bytes) => (output.stderr += String(bytes)));
  const ended = new Promise<{ code: number | null; report: Report; stderr: string }>((resolve) => {
    child.once('close', (code) => {
      running.delete(child);
      const last = output.stdout.trimEnd().split('\n').at(-1) ?? '';
      const report = JSON.parse(last.startsWith('{') ? last : 'null') as Report;
      resolve({ code, report, stderr: output.stderr });
    });
  });
  return { child, ended, output };
};

async function endFleet(child: ChildProcess): Promise<void> {
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  await closed;
}

const demo = (name: string, ...flags: readonly string[]) =>
  start(['demo', '--exit', '--json', '--workers', '1', '--data-dir', join(dir, name), ...flags]).ended;

const describeFleet = async (name: string): Promise<LocalDescription> =>
  JSON.parse(await readFile(join(dir, name, 'local.json'), 'utf8')) as LocalDescription;

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('the whole tour holds, for two fleets side by side, and again over the data of the first', {
  timeout: TOUR_MS * 2,
}, async () => {
  const both = await Promise.all([demo('one'), demo('two')]);
  for (const { code, report, stderr } of both) {
    expect(report, stderr).toMatchObject({ ok: true });
    expect(code).toBe(0);
    expect(report.steps.every((step) => step.ok)).toBe(true);
    expect(report.memory_mb).toBeGreaterThan(100);
    expect(report.memory_mb).toBeLessThan(2_048);
  }
  const again = await demo('one');
  expect(again.report, again.stderr).toMatchObject({ ok: true });
  expect(again.stderr).toContain('0 embedded, 33 unchanged');
  await expect(describeFleet('one')).rejects.toThrow('ENOENT');
});

/** A second fleet in the same folder says what to do, and leaves the first alone. */
async function expectFolderTaken(name: string): Promise<void> {
  const second = await demo(name);
  expect(second.code).toBe(1);
  expect(second.report).toMatchObject({ ok: false });
  expect(second.stderr).toMatch(/A fleet already runs.*--data-dir/);
}

test('a folder belongs to one fleet; its stop leaves no process and no port, and its kill neither', {
  timeout: TOUR_MS,
}, async () => {
  const flags = ['start', '--workers', '1', '--data-dir', join(dir, 'one')];
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const fleet = start(flags);
    await vi.waitFor(() => expect(fleet.output.stdout).toContain('Ctrl-C'), {
      timeout: 60_000,
      interval: 100,
    });
    const { pids, ingress_url } = await describeFleet('one');
    expect(Object.keys(pids)).toContain('query-worker-1');
    expect(Object.values(pids).every(isAlive)).toBe(true);
    if (signal === 'SIGTERM') await expectFolderTaken('one');
    fleet.child.kill(signal);
    await fleet.ended;
    await vi.waitFor(() => expect(Object.values(pids).filter(isAlive)).toEqual([]), {
      timeout: 20_000,
      interval: 100,
    });
    expect(await isPortFree(Number(new URL(ingress_url).port))).toBe(true);
  }
});
