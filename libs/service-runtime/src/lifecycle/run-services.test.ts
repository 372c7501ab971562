import { findFreePort } from '@ragfleet/test-support';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it, vi } from 'vitest';

const fixture = fileURLToPath(new URL('./fixtures/process-main.ts', import.meta.url));

interface Run {
  readonly child: ChildProcess;
  readonly output: () => string[];
  readonly exit: Promise<unknown[]>;
}

interface RunProcess {
  readonly flags?: readonly string[];
  readonly operationsPort?: number;
}

function run(mode: string, { flags = [], operationsPort = 0 }: RunProcess = {}): Run {
  const program = [...flags, fixture, mode, String(operationsPort)];
  const child = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => lines.push(...chunk.toString().trim().split('\n')));
  return { child, output: () => lines.filter((line) => !line.startsWith('{')), exit: once(child, 'exit') };
}

const isUp = (process: Run) => expect.poll(process.output, { timeout: 10_000 }).toContain('up');

describe('runMain', () => {
  it('ends a process that fails before its log with one line: what to do, and the code of the cause', async () => {
    const child = spawn(process.execPath, [fixture, 'fails-before-its-log'], { stdio: 'pipe' });
    const [words, exit] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect([exit[0], words]).toEqual([1, 'Check DATABASE_URL. (28P01)\n']);
  });
});

describe('runServices', () => {
  it('stops in reverse and exits 0 on SIGTERM', async () => {
    const process = run('well');
    await isUp(process);
    process.child.kill('SIGTERM');
    expect((await process.exit)[0]).toBe(0);
    expect(process.output()).toEqual(['start first', 'start second', 'up', 'stop second', 'stop first']);
  });

  it('exits 1 by itself inside the grace period when a service hangs', async () => {
    const process = run('hangs');
    await isUp(process);
    process.child.kill('SIGTERM');
    expect((await process.exit)[0]).toBe(1);
  });

  it('exits at once on a second signal', async () => {
    const process = run('hangs');
    await isUp(process);
    process.child.kill('SIGINT');
    process.child.kill('SIGTERM');
    expect((await process.exit)[0]).toBe(1);
    expect(process.output()).not.toContain('stop first');
  });

  it('exits 1, stopping what had started, when a service cannot start', async () => {
    const process = run('fails-to-start');
    expect((await process.exit)[0]).toBe(1);
    expect(process.output()).toEqual(['start first', 'stop first']);
  });

  it('stops in order and exits 1 when its memory is nearly full', async () => {
    const flags = ['--max-old-space-size=128', '--max-semi-space-size=1'];
    const process = run('fills-its-memory', { flags });
    expect((await process.exit)[0]).toBe(1);
    expect(process.output().slice(2)).toEqual(['up', 'full', 'stop second', 'stop first']);
  });

  it('stops in order and exits 1 when nobody catches an error', async () => {
    const process = run('throws-later');
    expect((await process.exit)[0]).toBe(1);
    expect(process.output()).toEqual(['start first', 'start second', 'up', 'stop second', 'stop first']);
  });

  describe('while a process is composed, which may wait for long', () => {
    let process: Run;
    let url: string;
    const statusOf = async (path: string): Promise<number> => (await fetch(`${url}${path}`)).status;
    beforeEach(async () => {
      const operationsPort = await findFreePort();
      url = `http://127.0.0.1:${operationsPort}`;
      process = run('composes-for-long', { operationsPort });
      await vi.waitUntil(() => process.output().includes('composing'), { timeout: 10_000 });
    });

    it('answers the probes: live, not ready, and starts what comes of it', async () => {
      expect([await statusOf('/healthz'), await statusOf('/readyz')]).toEqual([200, 503]);
      process.child.kill('SIGUSR2');
      await isUp(process);
      await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed');
      process.child.kill('SIGTERM');
      expect((await process.exit)[0]).toBe(0);
      expect(process.output()).toContain('stop first');
    });

    it('ends at once on SIGTERM, and starts nothing', async () => {
      process.child.kill('SIGTERM');
      // At the end of the grace period it would be 1.
      expect((await process.exit)[0]).toBe(0);
      expect(process.output()).toEqual(['composing']);
    });
  });
});
