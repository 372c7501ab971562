import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { checkBoundaries } from './check-boundaries.ts';
import { copyWorkspace, ROOT } from './planted-workspace.fixture.ts';
import { readWorkspace } from './workspace.ts';

const { plant, plantManifest, root, takeBack, violationsIn } = copyWorkspace();

test('the workspace as it stands keeps every boundary', () => {
  expect(checkBoundaries(readWorkspace(ROOT))).toEqual([]);
});

describe('a planted manifest is found', () => {
  test.each([
    ['arrow', 'libs/models', { '@ragfleet/answer-cache': '0.1.0' }],
    ['test-only', 'libs/models', { '@ragfleet/test-support': '0.1.0' }],
    ['app-import', 'apps/local-fleet', { '@ragfleet/ingress-api': '0.1.0' }],
    ['vendor-home', 'libs/answer-cache', { ioredis: '6.0.0' }],
    ['only-packages', 'libs/kernel', { zod: '4.6.7' }],
  ])('%s: a forbidden dependency of %s', (rule, folder, dependencies) => {
    plantManifest(folder, (manifest) => Object.assign(manifest, { dependencies }));
    expect(violationsIn(`${folder}/package.json`).map((violation) => violation.rule)).toEqual([rule]);
  });

  test('tag: a project without a type, since no arrow could hold it', () => {
    plantManifest('libs/models', (manifest) => Object.assign(manifest, { nx: { tags: ['scope:models'] } }));
    expect(violationsIn('libs/models/package.json').map((violation) => violation.rule)).toEqual(['tag']);
  });
});

describe('what is allowed stays allowed', () => {
  test.each([
    ['test-support in a test', 'libs/kernel/src/planted.test.ts', `import { expect } from 'vitest';`],
    ['the environment in an entry point', 'apps/cli/src/planted-main.ts', `process.env.HOME;`],
    [
      'a bare vendor in a floor, which measures it without its home',
      'bench/floors/planted.ts',
      `import { Queue } from 'bullmq';`,
    ],
    ['the pid anywhere', 'libs/models/src/planted.ts', `export const pid = process.pid;`],
    [
      'a kernel type in an adapter',
      'libs/models/src/planted.ts',
      `import type { Fault } from '@ragfleet/kernel';`,
    ],
  ])('%s', (_title, file, text) => {
    plant(file, text);
    expect(violationsIn(file)).toEqual([]);
  });
});

test('the command exits 1 on a planted violation, names file, line, rule and fix, and 0 without it', async () => {
  const run = promisify(execFile);
  const command = ['scripts/boundaries.ts', '--json', '--root', root];
  plant('libs/models/src/planted.ts', `import 'bullmq';\n`);
  const failure: unknown = await run(process.execPath, command, { cwd: ROOT }).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('libs/models/src/planted.ts:1  vendor-home') as string,
  });
  expect(failure).toMatchObject({ stdout: expect.stringContaining('"ok":false') as string });
  takeBack();
  expect((await run(process.execPath, command, { cwd: ROOT })).stdout).toContain('"ok":true');
});
