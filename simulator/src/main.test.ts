import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

test.each([
  ['an option that does not exist', ['--lode', 'burst'], "Unknown option '--lode'"],
  ['a load that does not exist', ['--load', 'flood'], 'There is no load flood.'],
  ['a number that is none', ['--minutes', 'ten'], '--minutes is a number above 0, not ten.'],
  [
    'a number that is none beside a recorded load',
    ['--recorded', '/gone.csv', '--per-second', 'x'],
    'not x.',
  ],
  ['a file that is not there', ['--recorded', '/gone.csv'], '--recorded: ENOENT'],
])('%s ends with a line of JSON that says so, without a stack', (_what, args, reason) => {
  const { status, stdout, stderr } = run(...args, '--json');
  const { ok, error } = JSON.parse(stdout) as { readonly ok: boolean; readonly error: string };
  expect([status, ok, stderr]).toEqual([2, false, `${error}\n`]);
  expect(error).toContain(reason);
  expect(error).not.toMatch(/^ +at /m);
});

test('a load that is carried ends with 0, and one object', () => {
  const { status, stdout } = run('--load', 'trickle', '--minutes', '20', '--json');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ load: 'trickle', minutes: 20 });
});
