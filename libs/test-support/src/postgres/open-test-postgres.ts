import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectPostgres, startEmbeddedPostgres } from '@ragfleet/postgres-connection';
import { embeddedTemplateDir } from './embedded-template.ts';

/** `embedded` is the fleet's own PGlite, in this process; `server` is the PostgreSQL behind TEST_POSTGRES_URL. */
export type TestPostgresKind = 'embedded' | 'server';

export interface TestPostgres {
  readonly kind: TestPostgresKind;
  /** Connections to it see a schema of their own, and pgvector. */
  readonly url: string;
  /** Removes everything that was written. */
  stop(): Promise<void>;
}

/** An empty database for one test file. */
export function openTestPostgres(kind: TestPostgresKind = 'embedded'): Promise<TestPostgres> {
  return kind === 'embedded' ? openEmbedded() : openSchema(requireServerUrl());
}

async function openEmbedded(): Promise<TestPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ragfleet-postgres-'));
  await cp(await embeddedTemplateDir(), dataDir, { recursive: true });
  const server = await startEmbeddedPostgres({ dataDir, host: '127.0.0.1', port: 0 });
  return {
    kind: 'embedded',
    url: server.url,
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function openSchema(serverUrl: string): Promise<TestPostgres> {
  const schema = `test_${randomBytes(6).toString('hex')}`;
  await onServer(serverUrl, [
    // One lock: test files start together, and only one of them may create the extension.
    `SELECT pg_advisory_xact_lock(1); CREATE EXTENSION IF NOT EXISTS vector SCHEMA public`,
    `CREATE SCHEMA ${schema}`,
  ]);
  const url = new URL(serverUrl);
  url.searchParams.set('options', `-c search_path=${schema},public`);
  return {
    kind: 'server',
    // pg reads a plus as a plus.
    url: url.href.replaceAll('+', '%20'),
    stop: () => onServer(serverUrl, [`DROP SCHEMA ${schema} CASCADE`]),
  };
}

async function onServer(url: string, scripts: readonly string[]): Promise<void> {
  const database = connectPostgres({ url, poolSize: 1, statementTimeoutMs: 20_000, name: 'test-support' });
  try {
    for (const script of scripts) await database.runScript(script);
  } finally {
    await database.close();
  }
}

function requireServerUrl(): string {
  const url = process.env['TEST_POSTGRES_URL'];
  if (url === undefined || url === '')
    throw new Error('Set TEST_POSTGRES_URL to a PostgreSQL with pgvector.');
  return url;
}
