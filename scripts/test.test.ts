import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const SCRIPTS = dirname(fileURLToPath(import.meta.url));
let root: string;

beforeEach(() => {
  // Inside the workspace, so that a planted suite finds vitest.
  root = mkdtempSync(join(SCRIPTS, '..', 'node_modules', '.test-run-'));
  writeFileSync(join(root, 'vitest.config.ts'), `export default { test: { include: ['*.test.ts'] } };`);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const plant = (file: string, body: string): void =>
  writeFileSync(join(root, file), `import { describe, expect, test } from 'vitest';\n${body}\n`);

interface Run {
  readonly code: number;
  readonly lines: readonly string[];
}

const SERVERS = { TEST_REDIS8_URL: 'redis://127.0.0.1:1', TEST_POSTGRES_URL: 'postgres://127.0.0.1:1/test' };

/** Runs the script on the planted workspace. */
function runScript(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Run> {
  const inherited = { PATH: process.env['PATH'], NO_COLOR: '1' };
  return new Promise((resolve) => {
    const command = [join(SCRIPTS, 'test.ts'), '--root', root, ...args];
    execFile(process.execPath, command, { env: { ...inherited, ...env } }, (error, stdout, stderr) => {
      const lines = stdout.trim().split('\n');
      resolve({
        code: typeof error?.code === 'number' ? error.code : 0,
        lines: lines.length > 1 ? lines : [...stderr.split('\n'), ...lines],
      });
    });
  });
}

const SKIPPED_SUITE = `describe.skipIf(true)('the vector index on TEST_REDIS8_URL', () => { test('finds', () => {}); });
test('holds', () => expect(1).toBe(1));`;

test('passes, prints the counts as its last line and says why a test was skipped', async () => {
  plant(
    'a.test.ts',
    `${SKIPPED_SUITE}\ntest('needs a name', (context) => context.skip('no specification folder'));`,
  );
  const { code, lines } = await runScript([], {});
  expect(lines.at(-1)).toBe('1 passed, 0 failed, 2 skipped');
  expect(lines.join('\n')).toContain('skipped: a.test.ts > needs a name (no specification folder)');
  expect(code).toBe(0);
});

test('fails on a failing test, a failing hook and a file that does not load', async () => {
  plant('a.test.ts', `test('breaks', () => expect(1).toBe(2));`);
  plant(
    'b.test.ts',
    `import { beforeAll } from 'vitest';\nbeforeAll(() => { throw new Error('away'); });\ntest('never runs', () => {});`,
  );
  plant('c.test.ts', `throw new Error('does not load');`);
  const { code, lines } = await runScript([], {});
  expect(lines.at(-1)).toBe('0 passed, 3 failed, 1 skipped');
  expect(code).toBe(1);
});

test('ends with the name of everything that failed and the first line of why', async () => {
  plant(
    'a.test.ts',
    `describe('a suite', () => { test('breaks', () => { throw new Error('no answer\\nwithin 5 s'); }); });`,
  );
  plant(
    'b.test.ts',
    `import { beforeAll } from 'vitest';\ndescribe('another', () => { beforeAll(() => { throw new Error('away'); }); test('never runs', () => {}); });`,
  );
  plant('c.test.ts', `throw new Error('does not load');`);
  plant(
    'd.test.ts',
    `test('lets go', async () => { void Promise.reject(new Error('nobody waits')); await new Promise(setImmediate); });`,
  );
  const { lines } = await runScript([], {});
  expect(lines.slice(-5)).toEqual([
    'failed: a.test.ts > a suite > breaks: no answer',
    'failed: b.test.ts > another: away',
    'failed: c.test.ts: does not load',
    'failed: outside any test, while d.test.ts ran: nobody waits',
    '1 passed, 4 failed, 1 skipped',
  ]);
});

const FLAKY = `let runs = 0;
test('wavers', () => expect(++runs).toBe(2));
test('breaks', () => expect(1).toBe(2));`;

test('runs a failed test once more where that is asked for, and names the one that held only then', async () => {
  plant('a.test.ts', FLAKY);
  const { code, lines } = await runScript([], { TEST_RETRIES: '1' });
  expect(lines.join('\n')).toContain('held only when run again: a.test.ts > wavers: expected 1 to be 2');
  expect(lines.at(-1)).toBe('1 passed, 1 failed, 0 skipped');
  expect(code).toBe(1);
});

test('runs no test twice otherwise', async () => {
  plant('a.test.ts', FLAKY);
  const { lines } = await runScript([], {});
  expect(lines.at(-1)).toBe('0 passed, 2 failed, 0 skipped');
});

test('fails on a skipped real-server suite where real servers are required', async () => {
  plant('a.test.ts', SKIPPED_SUITE);
  const { code, lines } = await runScript(['--json'], { ...SERVERS, RAGFLEET_REQUIRE_REAL_SERVERS: '1' });
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
    ok: false,
    passed: 1,
    failed: 0,
    problems: [
      'a.test.ts > the vector index on TEST_REDIS8_URL > finds needs a real server and was skipped.',
    ],
  });
  expect(code).toBe(1);
});

test('fails on a skipped integration test where real servers are required, and not on another skip', async () => {
  plant(
    'a.test.ts',
    `test('holds', () => {});\ntest('other', (context) => context.skip('no specification folder'));`,
  );
  plant('b.integration.test.ts', `test.skipIf(true)('stores', () => {});`);
  const { lines } = await runScript(['--json'], { ...SERVERS, RAGFLEET_REQUIRE_REAL_SERVERS: '1' });
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
    ok: false,
    skipped: 2,
    problems: [expect.stringContaining('b.integration')],
  });
});

test('fails where real servers are required and their addresses are missing', async () => {
  plant('a.test.ts', `test('holds', () => {});`);
  const { code, lines } = await runScript(['--json'], { RAGFLEET_REQUIRE_REAL_SERVERS: '1' });
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
    ok: false,
    problems: [expect.stringContaining('TEST_REDIS8_URL'), expect.stringContaining('TEST_POSTGRES_URL')],
  });
  expect(code).toBe(1);
});

test('fails when no test ran', async () => {
  const { code } = await runScript([], {});
  expect(code).toBe(1);
});

test('an option that does not exist ends with 2, the fix and a line of JSON', async () => {
  const { code, lines } = await runScript(['--jsno', '--json'], {});
  expect(code).toBe(2);
  expect(JSON.parse(lines.at(-1) ?? '')).toEqual({
    ok: false,
    error: expect.stringMatching(/^Unknown option '--jsno'\n\nUsage: npm test/) as string,
  });
});
