import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
let root: string;

beforeAll(() => {
  // Inside the workspace, so that the planted suite finds vitest.
  root = mkdtempSync(here('../../../../node_modules/.not-run-'));
  writeFileSync(join(root, 'vitest.config.ts'), `export default { test: { include: ['*.test.ts'] } };`);
  writeFileSync(
    join(root, 'stores.test.ts'),
    `import { expect, test } from 'vitest';
import { describeWithDocuments } from '${here('../openapi/describe-with-documents.ts')}';
import { describeOnPostgresServer } from '${here('../postgres/describe-on-postgres.ts')}';
test('another test holds', () => expect(1).toBe(1));
describeWithDocuments('Qdrant', 'qdrant', () => test('runs', () => expect.unreachable()));
describeOnPostgresServer('a lock', () => test('runs', () => expect.unreachable()));`,
  );
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const runWithNothing = (env: Readonly<Record<string, string>>): Promise<unknown> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [here('../../../../scripts/test.ts'), '--json', '--root', root],
      { env: { PATH: process.env['PATH'], RAGFLEET_SPECS_DIR: root, ...env } },
      (_error, stdout) => resolve(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')),
    );
  });

const documents = {
  file: 'stores.test.ts',
  name: "Qdrant, held to the vendor's documents > is not run: qdrant-openapi-1.19.json is not in the folder of RAGFLEET_SPECS_DIR",
};
const server = {
  file: 'stores.test.ts',
  name: 'a lock on a PostgreSQL server > is not run: TEST_POSTGRES_URL is not set',
};

test('a suite without what it needs is skipped, and says by name what is missing', async () => {
  expect(await runWithNothing({})).toMatchObject({
    ok: true,
    skipped_tests: [
      { ...documents, reason: 'qdrant-openapi-1.19.json is not in the folder of RAGFLEET_SPECS_DIR' },
      { ...server, reason: 'TEST_POSTGRES_URL is not set' },
    ],
  });
});

test.each([
  ['documents fails where CI is set', { CI: 'true' }, documents, server],
  ['server fails where real servers are required', { RAGFLEET_REQUIRE_REAL_SERVERS: '1' }, server, documents],
])('a suite without its %s, with the fix', async (_name, env, failed, skipped) => {
  expect(await runWithNothing(env)).toMatchObject({
    ok: false,
    failed_tests: [
      {
        ...failed,
        error: expect.stringMatching(/(?:Set|Put) .*(?:TEST_POSTGRES_URL|RAGFLEET_SPECS_DIR)/) as string,
      },
    ],
    skipped_tests: [skipped],
  });
});
