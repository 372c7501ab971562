import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { INGEST_POLICY, type IngestJob } from '@ragfleet/contracts';
import { type DocumentStore, openDocumentStore } from '@ragfleet/document-store';
import { createIngestQueue, type IngestQueue } from '@ragfleet/job-queue';
import { connectPostgres, type Database } from '@ragfleet/postgres-connection';
import type { VectorIndex } from '@ragfleet/rag-core';
import { closeRedis, connectRedis } from '@ragfleet/redis-connection';
import { describeOnPostgres, startTestRedis, type TestRedis } from '@ragfleet/test-support';
import { chooseVectorIndex } from '@ragfleet/vector-stores';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { type EmbeddingService, startEmbeddingService } from './testing/embedding-service.fixture.ts';
import { type HoldingProxy, startHoldingProxy } from './testing/holding-proxy.fixture.ts';
import { locksRunOut } from './testing/locks-run-out.fixture.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const DOCUMENTS = 6;
const PASSAGES_EACH = 700;
/** Three requests, the largest of 2,048 texts. */
const PASSAGES = DOCUMENTS * PASSAGES_EACH;
const LARGEST_REQUEST = 2_048;
const WHOLE = { embedded: DOCUMENTS, passages: PASSAGES, vectors: PASSAGES, texts: PASSAGES, owed: 0 };
const signal = new AbortController().signal;

interface Stage {
  readonly proxy: HoldingProxy;
  readonly service: EmbeddingService;
  readonly writtenVectors: () => Promise<number>;
}

type Point = readonly [string, (stage: Stage) => Promise<void>];

/** Stops the worker at a point; resolves when it stands there. These are tried on every database. */
const POINTS_EVERYWHERE: readonly Point[] = [
  [
    'after some of the requests',
    async ({ service, writtenVectors }) => {
      service.holdAfter(2);
      await service.held();
      await vi.waitFor(async () => expect(await writtenVectors()).toBe(2 * LARGEST_REQUEST), PATIENCE);
    },
  ],
  [
    'between the vectors and their publication',
    async ({ proxy, writtenVectors }) => {
      await proxy.holdAt('publish_document');
      await vi.waitFor(async () => expect(await writtenVectors()).toBe(PASSAGES), PATIENCE);
    },
  ],
];
/** To a database they are what the others are, a connection that is cut off before a statement: one of them has to do. */
const POINTS_IN_ONE_PLACE: readonly Point[] = [
  ['after documents were cut', ({ proxy }) => proxy.holdAt('note_writes')],
  [
    'after a publication, before its outcome',
    async ({ proxy, writtenVectors }) => {
      await proxy.holdAt('record_outcomes');
      await vi.waitFor(async () => expect(await writtenVectors()).toBe(PASSAGES), PATIENCE);
    },
  ],
  ['before the end', ({ proxy }) => proxy.holdAt('WITH finished AS')],
];
/** Processes start and thousands of vectors are written meanwhile: a busy machine takes many times as long as another. */
const PATIENCE = { timeout: 180_000, interval: 100 };

describeOnPostgres('an ingestion whose worker is killed', (postgres, lastPlace) => {
  let redis: TestRedis;
  let queue: IngestQueue;
  let database: Database;
  let store: DocumentStore;
  let vectorIndex: VectorIndex;
  let proxy: HoldingProxy;
  let service: EmbeddingService;
  /** Whoever finished the last ingestion is killed at the next one: a process costs seconds to start. */
  let worker: ChildProcess | null = null;

  beforeAll(async () => {
    redis = await startTestRedis();
    queue = createIngestQueue({ redisUrl: redis.url });
    const { url } = postgres();
    database = connectPostgres({ url, poolSize: 4, statementTimeoutMs: 30_000, name: 'test' });
    store = await openDocumentStore({ database });
    service = await startEmbeddingService();
    proxy = await startHoldingProxy(url);
    const { dimension } = service;
    const space = { database, dimension, model: 'double' };
    vectorIndex = (await chooseVectorIndex({ VECTOR_STORE: 'pgvector' }, space)).index;
  });
  afterEach(() => {
    proxy.open();
    service.release();
  });
  afterAll(async () => {
    await killWorker();
    await queue.close();
    await proxy.stop();
    await service.stop();
    await store.close();
    await redis.stop();
  });

  async function killWorker(): Promise<void> {
    if (worker !== null) await kill(worker);
    worker = null;
  }
  function startWorker(): ChildProcess {
    worker = spawn(process.execPath, [MAIN], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        LOG_LEVEL: 'fatal',
        QUEUE_REDIS_URL: redis.url,
        CACHE_REDIS_URL: redis.url,
        DATABASE_URL: proxy.url,
        RAGFLEET_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
        OPERATIONS_PORT: '0',
        OPENAI_API_KEY: 'not-a-secret',
        OPENAI_BASE_URL: service.baseUrl,
        EMBEDDING_MODEL: 'double',
        MODEL_PRICES: '{"double": {"inputUsd": 0.02, "outputUsd": 0}}',
        EMBEDDING_DIMENSION: String(service.dimension),
      },
    });
    return worker;
  }

  /** The queue is lost with the worker and the job added again, as the sweep over unfinished ingestions does. */
  async function redeliver(tenantId: string, ingestionId: string): Promise<void> {
    const own = connectRedis({ url: redis.url, profile: 'blocking', name: 'test' });
    await own.flushall();
    await closeRedis(own, 1_000);
    await queue.enqueue({ v: 1, tenantId, ingestionId });
  }

  const rows = async <Row extends object>(sql: string, tenantId: string): Promise<Row> => {
    const [row] = await database.query<Row>(sql, [tenantId]);
    if (row === undefined) throw new Error('The statement has a row.');
    return row;
  };
  /** Of passages that are current, and of those that were noted. */
  const writtenVectors = async (tenantId: string): Promise<number> => {
    const { ids } = await rows<{ ids: string[] }>(
      `SELECT coalesce(array_agg(id), '{}') AS ids FROM (
        SELECT unnest(written) AS id FROM vector_upkeep WHERE tenant_id = $1
        UNION SELECT passage_id FROM passages WHERE tenant_id = $1) AS noted`,
      tenantId,
    );
    return ids.length === 0 ? 0 : (await vectorIndex.existing(tenantId, ids, signal)).size;
  };

  async function wholeOf({ tenantId, ingestionId }: IngestJob): Promise<typeof WHOLE> {
    const found = await store.getIngestion(tenantId, ingestionId);
    const { ids } = await rows<{ ids: string[] }>(
      'SELECT array_agg(passage_id) AS ids FROM passages WHERE tenant_id = $1',
      tenantId,
    );
    const { owed } = await rows<{ owed: number }>(
      `SELECT count(*)::int AS owed FROM vector_upkeep WHERE tenant_id = $1 AND (written <> '{}' OR leftover <> '{}')`,
      tenantId,
    );
    const vectors = (await vectorIndex.existing(tenantId, ids, signal)).size;
    const texts = answersOf(tenantId).length;
    return { embedded: found?.record.counts.embedded ?? 0, passages: ids.length, vectors, texts, owed };
  }
  const answersOf = (tenantId: string) =>
    [...service.answered].filter(([asked]) => asked.startsWith(`${tenantId} `));
  const answeredTwice = ({ tenantId }: IngestJob): number =>
    answersOf(tenantId).filter(([, times]) => times > 1).length;

  /** Accepts documents and kills their worker at the point; returns what is left to be done. */
  async function killedAt(standAt: (stage: Stage) => Promise<void>): Promise<IngestJob> {
    const tenantId = `tenant-${serial.next().value}`;
    const { ingestionId } = await store.acceptIngestion({
      tenantId,
      principalId: 'ada',
      callbackUrl: null,
      documents: Array.from({ length: DOCUMENTS }, (_document, at) => documentOf(tenantId, at)),
    });
    const standing = standAt({ proxy, service, writtenVectors: () => writtenVectors(tenantId) });
    await queue.enqueue({ v: 1, tenantId, ingestionId });
    await Promise.race([standing, diedByItself(worker ?? startWorker())]);
    await killWorker();
    proxy.open();
    service.release();
    return { v: 1, tenantId, ingestionId };
  }

  async function untilFinished({ tenantId, ingestionId }: IngestJob): Promise<void> {
    const statusOf = async () => (await store.getIngestion(tenantId, ingestionId))?.record.status;
    await vi.waitFor(async () => expect(await statusOf()).toBe('finished'), {
      timeout: 240_000,
      interval: 100,
    });
  }

  it.each([...POINTS_EVERYWHERE, ...lastPlace.flatMap(() => POINTS_IN_ONE_PLACE)])(
    'is finished by another, nothing twice and nothing missing: %s',
    async (_point, standAt) => {
      const job = await killedAt(standAt);
      await redeliver(job.tenantId, job.ingestionId);
      startWorker();
      await untilFinished(job);
      expect(await wholeOf(job)).toEqual(WHOLE);
      expect(answeredTwice(job)).toBeLessThanOrEqual(LARGEST_REQUEST);
    },
    600_000,
  );

  it.each(lastPlace)(
    'is given to another by the queue, once its lock has run out',
    async () => {
      const [, [, standAt]] = POINTS_EVERYWHERE as [Point, Point];
      const job = await killedAt(standAt);
      expect(await locksRunOut(redis.url, INGEST_POLICY.name)).toEqual([job.ingestionId]);
      startWorker();
      await untilFinished(job);
      expect(await wholeOf(job)).toEqual(WHOLE);
      expect(answeredTwice(job)).toBeLessThanOrEqual(LARGEST_REQUEST);
    },
    600_000,
  );
});

const serial = (function* () {
  for (let number = 1; ; number += 1) yield number;
})();

/** Many short passages, each with its own words. */
const documentOf = (tenantId: string, at: number) => ({
  id: `d${at}`,
  title: `${tenantId} d${at}`,
  content: Array.from({ length: PASSAGES_EACH }, (_passage, n) => `# h${n}\nd${at} n${n}`).join('\n'),
});

async function diedByItself(child: ChildProcess): Promise<never> {
  await once(child, 'exit');
  throw new Error('The worker ended before it was killed.');
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
