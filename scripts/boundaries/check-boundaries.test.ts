import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { checkBoundaries, type Violation } from './check-boundaries.ts';
import { readWorkspace } from './workspace.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let copy: string;
let restore: (() => void)[] = [];

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'boundaries-'));
  const isSource = (path: string): boolean => !/node_modules|\.nx|coverage/.test(path);
  for (const part of ['package.json', 'apps', 'libs', 'scripts']) {
    cpSync(join(ROOT, part), join(copy, part), { recursive: true, filter: isSource });
  }
});

afterEach(() => {
  for (const undo of restore) undo();
  restore = [];
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Writes a file into the copy, for this test alone. */
function plant(file: string, text: string): void {
  const path = join(copy, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  restore.push(() => rmSync(path));
}

function plantManifest(folder: string, change: (manifest: Record<string, unknown>) => void): void {
  const path = join(copy, folder, 'package.json');
  const before = readFileSync(path, 'utf8');
  const manifest = JSON.parse(before) as Record<string, unknown>;
  change(manifest);
  writeFileSync(path, JSON.stringify(manifest));
  restore.push(() => writeFileSync(path, before));
}

/** Reads the copy anew and checks one file of it. */
function violationsIn(file: string): Violation[] {
  const workspace = readWorkspace(copy);
  const narrowed = workspace.projects.map((project) => ({
    ...project,
    files: project.files.filter((name) => name === file),
  }));
  return checkBoundaries({ ...workspace, projects: narrowed }).filter((violation) => violation.file === file);
}

test('the workspace as it stands keeps every boundary', () => {
  expect(checkBoundaries(readWorkspace(ROOT))).toEqual([]);
});

describe('a planted import is found', () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    [
      'arrow',
      'an adapter that imports an adapter',
      'libs/models/src/planted.ts',
      `import { x } from '@ragfleet/answer-cache';`,
    ],
    [
      'arrow',
      'an adapter type that an adapter imports',
      'libs/models/src/planted.ts',
      `import type { X } from '@ragfleet/job-queue';`,
    ],
    [
      'arrow',
      'a re-export of an adapter by the core',
      'libs/rag-core/src/planted.ts',
      `export * from '@ragfleet/models';`,
    ],
    [
      'arrow',
      'a platform lib that imports a contract',
      'libs/redis-connection/src/planted.ts',
      `import { x } from '@ragfleet/contracts';`,
    ],
    [
      'arrow',
      'a kernel that imports the core',
      'libs/kernel/src/planted.ts',
      `await import('@ragfleet/rag-core');`,
    ],
    [
      'arrow',
      'a client that imports the kernel',
      'libs/client/src/planted.ts',
      `type X = import('@ragfleet/kernel').Fault;`,
    ],
    [
      'arrow',
      'a test that imports what its project may not',
      'libs/models/src/planted.test.ts',
      `import '@ragfleet/answer-cache';`,
    ],
    ['app-import', 'a script that imports an app', 'scripts/planted.ts', `import '@ragfleet/ingress-api';`],
    [
      'app-import',
      'an app that imports an app',
      'apps/local-fleet/src/planted.ts',
      `import '@ragfleet/query-worker';`,
    ],
    [
      'test-only',
      'product code that imports test-support',
      'libs/models/src/planted.ts',
      `import { x } from '@ragfleet/test-support';`,
    ],
    [
      'test-only',
      'product code that imports vitest',
      'libs/models/src/planted.ts',
      `import { vi } from 'vitest';`,
    ],
    [
      'test-only',
      'product code that imports a fixture',
      'libs/models/src/planted.ts',
      `import { x } from './planted.fixture.ts';`,
    ],
    [
      'deep-import',
      'a path behind an entry point',
      'libs/models/src/planted.ts',
      `import { x } from '@ragfleet/kernel/src/fault.ts';`,
    ],
    [
      'deep-import',
      'a relative path into another project',
      'libs/models/src/planted.ts',
      `import { x } from '../../kernel/src/fault.ts';`,
    ],
    [
      'self-import',
      'a project that imports itself by name',
      'libs/models/src/planted.ts',
      `import { x } from '@ragfleet/models';`,
    ],
    [
      'undeclared',
      'a workspace package that the manifest does not name',
      'libs/models/src/planted.ts',
      `import { x } from '@ragfleet/sealing';`,
    ],
    [
      'undeclared',
      'a package that only hoisting provides',
      'libs/models/src/planted.ts',
      `import express from 'express';`,
    ],
    [
      'undeclared',
      'a root tool in product code',
      'libs/models/src/planted.ts',
      `import { parse } from 'yaml';`,
    ],
    ['undeclared', 'a package behind require', 'libs/models/src/planted.ts', `require('express');`],
    [
      'vendor-home',
      'ioredis outside redis-connection',
      'libs/answer-cache/src/planted.ts',
      `import { Redis } from 'ioredis';`,
    ],
    [
      'vendor-home',
      'a bullmq type outside job-queue',
      'apps/query-worker/src/planted.ts',
      `import type { Job } from 'bullmq';`,
    ],
    [
      'vendor-home',
      'PGlite outside postgres-connection',
      'libs/document-store/src/planted.ts',
      `import '@electric-sql/pglite';`,
    ],
    [
      'vendor-home',
      'a vendor in a test of another lib',
      'libs/document-store/src/planted.test.ts',
      `import 'pg';`,
    ],
    [
      'only-packages',
      'a contract that imports more than zod',
      'libs/contracts/src/planted.ts',
      `import 'gpt-tokenizer';`,
    ],
    [
      'no-io',
      'a core that reads files',
      'libs/guards/src/planted.ts',
      `import { readFileSync } from 'node:fs';`,
    ],
    [
      'computed-import',
      'a module chosen at run time',
      'libs/models/src/planted.ts',
      `await import(globalThis.location.href);`,
    ],
    ['process', 'process.env in a lib', 'libs/models/src/planted.ts', `export const key = process.env.KEY;`],
    ['process', 'process.exit in an app that is not its main', 'apps/cli/src/planted.ts', `process.exit(1);`],
    [
      'process',
      'process.on through globalThis',
      'libs/models/src/planted.ts',
      `globalThis.process.on('SIGTERM', () => {});`,
    ],
    ['process', 'process taken apart', 'libs/models/src/planted.ts', `const { env } = process;`],
    ['process', 'node:process by name', 'libs/models/src/planted.ts', `import { env } from 'node:process';`],
    ['parse', 'a file that does not parse', 'libs/models/src/planted.ts', `import {`],
  ];

  test.each(cases)('%s: %s', (rule, _title, file, text) => {
    plant(file, `\n${text}\n`);
    const found = violationsIn(file);
    expect(found.map((violation) => violation.rule)).toContain(rule);
    expect(found[0]?.fix).not.toBe('');
    expect(found[0]?.line).toBe(rule === 'parse' ? 1 : 2);
  });
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
  const command = ['scripts/boundaries.ts', '--json', '--root', copy];
  plant('libs/models/src/planted.ts', `import 'bullmq';\n`);
  const failure: unknown = await run(process.execPath, command, { cwd: ROOT }).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('libs/models/src/planted.ts:1  vendor-home') as string,
  });
  expect(failure).toMatchObject({ stdout: expect.stringContaining('"ok":false') as string });
  restore.pop()?.();
  expect((await run(process.execPath, command, { cwd: ROOT })).stdout).toContain('"ok":true');
});
