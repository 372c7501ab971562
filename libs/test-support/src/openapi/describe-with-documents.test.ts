import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
let root: string;

beforeAll(() => {
  // Inside the workspace, so that the planted suite finds vitest.
  root = mkdtempSync(here('../../../../node_modules/.without-documents-'));
  writeFileSync(join(root, 'vitest.config.ts'), `export default { test: { include: ['*.test.ts'] } };`);
  writeFileSync(
    join(root, 'stores.test.ts'),
    `import { expect, test } from 'vitest';
import { describeWithDocuments } from '${here('./describe-with-documents.ts')}';
test('another test holds', () => expect(1).toBe(1));
describeWithDocuments('Qdrant', 'qdrant', () => test('runs', () => expect.unreachable()));`,
  );
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const runWithoutDocuments = (env: Readonly<Record<string, string>>): Promise<unknown> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [here('../../../../scripts/test.ts'), '--json', '--root', root],
      { env: { PATH: process.env['PATH'], RAGFLEET_SPECS_DIR: root, ...env } },
      (_error, stdout) => resolve(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')),
    );
  });

test('a suite without its documents is skipped, and says by name what is missing', async () => {
  expect(await runWithoutDocuments({})).toMatchObject({
    ok: true,
    skipped_tests: [
      {
        file: 'stores.test.ts',
        name: "Qdrant, held to the vendor's documents > is not run: qdrant-openapi-1.19.json is not in the folder of RAGFLEET_SPECS_DIR",
        reason: 'qdrant-openapi-1.19.json is not in the folder of RAGFLEET_SPECS_DIR',
      },
    ],
  });
});

test('a suite without its documents fails where CI is set', async () => {
  expect(await runWithoutDocuments({ CI: 'true' })).toMatchObject({ ok: false, failed: 1, skipped: 0 });
});
