import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

test.each([
  ['a row that does not exist', ['--row', '99'], 2],
  ['an option that does not exist', ['--rowe', '1'], 2],
])('%s ends with a line of JSON', (_what, args, status) => {
  const run = spawnSync(process.execPath, [MAIN, ...args, '--json'], { encoding: 'utf8' });
  const last: unknown = JSON.parse(run.stdout.trimEnd().split('\n').at(-1) ?? '');
  expect(run.status).toBe(status);
  expect(last).toMatchObject({ ok: false });
  expect(last).toHaveProperty('error', expect.stringMatching(/row[^]*\n\nUsage: npm run bench/));
});
