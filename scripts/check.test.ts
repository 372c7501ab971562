import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const SCRIPTS = dirname(fileURLToPath(import.meta.url));
let root: string;

beforeEach(() => {
  // Inside the workspace, so that a planted suite finds vitest.
  root = mkdtempSync(join(SCRIPTS, '..', 'node_modules', '.check-run-'));
  plant(
    'package.json',
    JSON.stringify({
      name: 'planted',
      private: true,
      type: 'module',
      workspaces: ['libs/*'],
      devDependencies: { vitest: '*' },
    }),
  );
  plant(
    'libs/alpha/package.json',
    JSON.stringify({ name: '@planted/alpha', type: 'module', nx: { tags: ['type:adapter'] } }),
  );
  plant('vitest.config.ts', `export default { test: { include: ['**/*.test.ts'] } };`);
  plant('libs/alpha/src/alpha.test.ts', `import { test } from 'vitest';\ntest('holds', () => {});`);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function plant(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

interface Report {
  readonly ok: boolean;
  readonly steps: readonly { readonly name: string; readonly ok: boolean; readonly ms: number }[];
}

interface Run {
  readonly code: number;
  readonly report: Report;
  /** Standard error. */
  readonly lines: readonly string[];
}

function runCheck(env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const command = [join(SCRIPTS, 'check.ts'), '--json', '--only', 'boundaries,tests', '--root', root];
  const inherited = { PATH: process.env['PATH'] };
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env: { ...inherited, ...env } }, (error, stdout, stderr) => {
      const report = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Report;
      const code = typeof error?.code === 'number' ? error.code : 0;
      resolve({ code, report, lines: stderr.trim().split('\n') });
    });
  });
}

const namesOf = ({ steps }: Report, ok: boolean): string[] =>
  steps.filter((step) => step.ok === ok).map(({ name }) => name);

test('exits 0 when every step holds', async () => {
  const { code, report } = await runCheck();
  expect(namesOf(report, true)).toEqual(['boundaries', 'tests']);
  expect([code, report.ok]).toEqual([0, true]);
});

test('fails on a planted boundary violation and still runs the steps after it', async () => {
  plant('libs/alpha/src/planted.ts', `import 'bullmq';`);
  const { code, report } = await runCheck();
  expect(namesOf(report, false)).toEqual(['boundaries']);
  expect(namesOf(report, true)).toEqual(['tests']);
  expect([code, report.ok]).toEqual([1, false]);
});

test('ends with the names of the failed tests and the counts', async () => {
  plant(
    'libs/alpha/src/planted.test.ts',
    `import { expect, test } from 'vitest';\ntest('adds', () => expect(1 + 1).toBe(3));`,
  );
  const { code, lines } = await runCheck();
  expect(lines.slice(-2)).toEqual([
    'failed: libs/alpha/src/planted.test.ts > adds: expected 2 to be 3 // Object.is equality',
    'tests: 1 passed, 1 failed, 0 skipped',
  ]);
  expect(code).toBe(1);
});

test('fails on a planted skipped suite that needs a real server, where they are required', async () => {
  plant(
    'libs/alpha/src/planted.integration.test.ts',
    `import { test } from 'vitest';\ntest.skipIf(true)('stores', () => {});`,
  );
  const servers = {
    TEST_REDIS8_URL: 'redis://127.0.0.1:1',
    TEST_POSTGRES_URL: 'postgres://127.0.0.1:1/test',
  };
  const { code, report } = await runCheck({ ...servers, RAGFLEET_REQUIRE_REAL_SERVERS: '1' });
  expect(namesOf(report, false)).toEqual(['tests']);
  expect([code, report.ok]).toEqual([1, false]);
});

test.each([
  [
    'a step that does not exist beside one that does',
    ['--only', 'boundaries,flavour'],
    'There is no step flavour',
  ],
  ['an option that does not exist', ['--onyl', 'types'], "Unknown option '--onyl'"],
])('%s ends with 2, the fix and a line of JSON', (_what, args, reason) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(SCRIPTS, 'check.ts'), ...args, '--json', '--root', root],
    { encoding: 'utf8' },
  );
  const { ok, error } = JSON.parse(stdout) as { readonly ok: boolean; readonly error: string };
  expect([status, ok, stderr]).toEqual([2, false, `${error}\n`]);
  expect(error).toContain(reason);
  expect(error).toContain('Steps: format, lint, boundaries');
});
