import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

/** The last line that a run printed, and how it ended. */
function endOf(
  args: readonly string[],
  plant = '',
): { readonly status: number | null; readonly last: unknown } {
  const env = { ...process.env, RAGFLEET_PLANT: plant };
  const { status, stdout } = spawnSync(process.execPath, [MAIN, ...args, '--json'], {
    env,
    encoding: 'utf8',
  });
  return { status, last: JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') };
}

test('a plant that does not exist ends with a line of JSON', () => {
  const error = 'RAGFLEET_PLANT is one of lose-one, duplicate, foreign-byte, webhook-again.';
  expect(endOf(['--only', 'F11'], 'lose-two')).toEqual({ status: 2, last: { ok: false, error } });
});

test('a scenario that does not exist does too, and an option that does not', () => {
  const unknown = /^There is no scenario F99: take some of those below\.\n[^]*Scenarios: F01 /;
  const failing = (error: RegExp) => ({
    status: 2,
    last: { ok: false, error: expect.stringMatching(error) as string },
  });
  expect(endOf(['--only', 'F99'])).toEqual(failing(unknown));
  expect(endOf(['--sceds'])).toEqual(failing(/^Unknown option '--sceds'\n[^]*Usage: npm run faults/));
});
