import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { INGEST_POLICY, SYNC_POLICY } from '@ragfleet/contracts';
import { type DocumentStore, openDocumentStore } from '@ragfleet/document-store';
import { createSyncQueue, type SyncQueue } from '@ragfleet/job-queue';
import { connectPostgres, type Database } from '@ragfleet/postgres-connection';
import { describeOnPostgres, startTestRedis, type TestRedis } from '@ragfleet/test-support';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { activeJobs, locksRunOut } from './testing/locks-run-out.fixture.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const masterKey = randomBytes(32).toString('base64');
const scope = {
  access: { tenantId: 'acme', readsAll: true, namespaces: [], department: null },
  namespaces: null,
};
/** A process starts meanwhile, which takes a busy machine many times as long as another. */
const PATIENCE = { timeout: 120_000, interval: 100 };

describeOnPostgres('a batch worker that keeps a folder in step', (postgres, lastPlace) => {
  let redis: TestRedis;
  let database: Database;
  let store: DocumentStore;
  let queue: SyncQueue;
  let home: string;
  const workers: ChildProcess[] = [];

  beforeAll(async () => {
    redis = await startTestRedis();
    queue = createSyncQueue({ redisUrl: redis.url });
    database = connectPostgres({
      url: postgres().url,
      poolSize: 2,
      statementTimeoutMs: 10_000,
      name: 'test',
    });
    store = await openDocumentStore({ database });
  });
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'ragfleet-sync-'));
    await mkdir(join(home, 'files'));
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map(kill));
    await rm(home, { recursive: true, force: true });
  });
  afterAll(async () => {
    await queue.close();
    await store.close();
    await redis.stop();
  });

  async function startWorker(source: string): Promise<ChildProcess> {
    const path = join(home, 'sources.json');
    const rules = { tenant: 'acme', namespace: 'hr', metadata: { team: 'people' }, every_minutes: 1_440 };
    await writeFile(
      path,
      JSON.stringify([{ kind: 'folder', name: source, path: join(home, 'files'), ...rules }]),
    );
    const worker = spawn(process.execPath, [MAIN], {
      stdio: 'ignore',
      env: {
        QUEUE_REDIS_URL: redis.url,
        CACHE_REDIS_URL: redis.url,
        DATABASE_URL: postgres().url,
        RAGFLEET_MASTER_KEY: masterKey,
        OPERATIONS_PORT: '0',
        LOG_LEVEL: 'fatal',
        SOURCES_FILE: path,
      },
    });
    workers.push(worker);
    return worker;
  }

  async function kill(worker: ChildProcess): Promise<void> {
    if (worker.exitCode !== null || worker.signalCode !== null) return;
    const exited = once(worker, 'exit');
    worker.kill('SIGKILL');
    await exited;
  }

  const write = (name: string, text: string) => writeFile(join(home, 'files', name), text);
  const found = async (query: string): Promise<string[]> => {
    const signal = AbortSignal.timeout(5_000);
    const hits = await store.searchKeyword(scope, query, 1_000, signal);
    const passages = await store.readCurrent(
      scope,
      hits.map(({ passageId }) => passageId),
      signal,
    );
    return passages.map(({ source }) => source ?? '').toSorted();
  };
  const untilFound = (query: string, sources: readonly string[], patience = PATIENCE) =>
    vi.waitFor(async () => expect(await found(query)).toEqual(sources), patience);
  const itemsOf = async (source: string): Promise<number> =>
    (await database.query(`SELECT 1 FROM source_items WHERE source = $1 AND revision IS NOT NULL`, [source]))
      .length;
  const lastPass = async (source: string) => {
    const [pass] = await database.query<{ outcome: string; counts: Record<string, number> }>(
      'SELECT outcome, counts FROM source_passes WHERE source = $1 ORDER BY pass DESC LIMIT 1',
      [source],
    );
    return pass;
  };

  it('finds what is new, what changed and what is gone', async () => {
    await write('leave.md', '# Annual leave\nEverybody has 27 zebra days.');
    await write('travel.html', '<html><body><p>Trains before planes, says the zebra.</p></body></html>');
    await write('broken.pdf', 'this is no zebra pdf');
    await startWorker('handbook');
    await untilFound('zebra', ['leave.md', 'travel.html']);
    await vi.waitFor(
      async () => expect(await lastPass('handbook')).toMatchObject({ counts: { new: 2, failed: 1 } }),
      PATIENCE,
    );
    const { documents } = await store.listDocuments(scope, { limit: 10, startingAfter: null });
    expect(documents).toMatchObject([
      { namespace: 'hr', metadata: { team: 'people' } },
      { namespace: 'hr', metadata: { team: 'people' } },
    ]);

    await write('leave.md', '# Annual leave\nEverybody has 30 giraffe days.');
    await rm(join(home, 'files', 'travel.html'));
    await queue.runNow({ v: 1, tenantId: 'acme', source: 'handbook' });
    await untilFound('giraffe', ['leave.md']);
    await untilFound('zebra', []);
    const ids = documents.map(({ documentId }) => documentId);
    const after = await store.listDocuments(scope, { limit: 10, startingAfter: null });
    expect(ids).toContain(after.documents[0]?.documentId);
    // The documents change while a pass goes on; its report comes when it has ended.
    await vi.waitFor(
      async () =>
        expect(await lastPass('handbook')).toMatchObject({
          outcome: 'completed',
          counts: { changed: 1, gone: 1 },
        }),
      PATIENCE,
    );
    // Its worker is killed next, and would leave the job of a pass that has just been reported.
    await vi.waitFor(async () => expect(await activeJobs(redis.url, SYNC_POLICY.name)).toEqual([]), PATIENCE);
  }, 300_000);

  it.each(lastPlace)(
    'is killed in the middle of a pass, and another one goes on where it was',
    async () => {
      const names = Array.from({ length: 400 }, (_, n) => `note-${String(n).padStart(3, '0')}.txt`);
      for (const name of names) await write(name, `Okapi ${name} has a text of its own.`);
      const worker = await startWorker('notes');
      await vi.waitFor(async () => expect(await itemsOf('notes')).toBeGreaterThan(0), PATIENCE);
      await kill(worker);
      expect(await lastPass('notes')).toBeUndefined();
      const before = await itemsOf('notes');
      // Gone between the two: nobody may leave its document behind.
      await rm(join(home, 'files', 'note-000.txt'));
      expect(await locksRunOut(redis.url, SYNC_POLICY.name)).toHaveLength(1);
      await locksRunOut(redis.url, INGEST_POLICY.name);
      await startWorker('notes');
      await untilFound('okapi', names.slice(1));
      await vi.waitFor(
        async () => expect(await lastPass('notes')).toMatchObject({ outcome: 'completed' }),
        PATIENCE,
      );
      const pass = await lastPass('notes');
      expect(pass?.counts['unchanged']).toBeGreaterThanOrEqual(before - 1);
      expect(await itemsOf('notes')).toBe(399);
    },
    400_000,
  );
});
