import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const fixture = fileURLToPath(new URL('./fixtures/process-main.ts', import.meta.url));

interface Run {
  readonly child: ChildProcess;
  readonly output: () => string[];
  readonly exit: Promise<unknown[]>;
}

function run(mode: string, ...flags: string[]): Run {
  const child = spawn(process.execPath, [...flags, fixture, mode], { stdio: ['ignore', 'pipe', 'inherit'] });
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
    const process = run('fills-its-memory', '--max-old-space-size=128', '--max-semi-space-size=1');
    expect((await process.exit)[0]).toBe(1);
    expect(process.output().slice(2)).toEqual(['up', 'full', 'stop second', 'stop first']);
  });

  it('stops in order and exits 1 when nobody catches an error', async () => {
    const process = run('throws-later');
    expect((await process.exit)[0]).toBe(1);
    expect(process.output()).toEqual(['start first', 'start second', 'up', 'stop second', 'stop first']);
  });
});
