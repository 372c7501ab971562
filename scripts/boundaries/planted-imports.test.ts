import { describe, expect, test } from 'vitest';
import { copyWorkspace } from './planted-workspace.fixture.ts';

const { plant, violationsIn } = copyWorkspace();

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
      'a vendor in the harness outside its floors',
      'bench/src/planted.ts',
      `import { Queue } from 'bullmq';`,
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
