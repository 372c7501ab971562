import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const fixture = fileURLToPath(new URL('./fixtures/command-main.ts', import.meta.url));

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [fixture, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

it.each([
  ['holds', 0, ''],
  ['does not hold', 1, ''],
  ['is called wrongly', 2, 'There is no row 99.\nTake 1 to 8.\n'],
  ['cannot go on', 1, 'Start a Redis.\n'],
  ['is stopped', 1, 'Stopped by SIGINT.\n'],
])('a command that %s ends with %i, and says no more than what to do', (end, status, stderr) => {
  expect(run(end)).toEqual({ status, stdout: '', stderr });
});

it('shows where a bug is', () => {
  const { status, stderr } = run('has a bug', '--json');
  expect(status).toBe(1);
  expect(stderr).toMatch(/TypeError: not a function\n +at /);
});

it.each([
  ['is called wrongly', 'There is no row 99.\nTake 1 to 8.'],
  ['has a bug', 'not a function'],
])('prints a line of JSON for a command that %s, where JSON is asked for', (end, error) => {
  const { stdout } = run(end, '--json');
  expect(stdout).toBe(`${JSON.stringify({ ok: false, error })}\n`);
});

it.each(['--help', '-h'])('prints how it is used for %s, and does nothing', (flag) => {
  const usage = 'Usage: npm run command [-- --json]\n';
  expect(run('has a bug', flag)).toEqual({ status: 0, stdout: usage, stderr: '' });
});
