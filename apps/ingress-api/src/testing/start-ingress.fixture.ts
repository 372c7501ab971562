import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDocumentStore } from '@ragfleet/document-store';
import { type ApiKeys, createApiKeys, type NewApiKey } from '@ragfleet/identity';
import {
  createChangeSequence,
  createIngestWorker,
  createLaneWorkers,
  createWarmWorker,
  type QueryHandler,
  type WarmHandler,
} from '@ragfleet/job-queue';
import type { Region } from '@ragfleet/kernel';
import { createLocalEmbedder } from '@ragfleet/models';
import { connectPostgres, type Database, startEmbeddedPostgres } from '@ragfleet/postgres-connection';
import { createIngestDocuments } from '@ragfleet/rag-core';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { createSealer, type Sealer } from '@ragfleet/sealing';
import { createLogger, readConfig, startServices, stopServices } from '@ragfleet/service-runtime';
import { startTestRedis, type TestRedis } from '@ragfleet/test-support';
import { chooseVectorIndex } from '@ragfleet/vector-stores';
import { compose } from '../composition.ts';
import { configSchema } from '../config.ts';
import { callApi, type Call, type Called } from './call-api.fixture.ts';

export interface TestIngress {
  readonly url: string;
  readonly operationsUrl: string;
  readonly redis: TestRedis;
  readonly keys: ApiKeys;
  /** The document store's database, for what no reply shows. */
  readonly database: Database;
  readonly sealer: Sealer;
  /** A bearer key for somebody. */
  keyFor(key: Partial<NewApiKey> & Pick<NewApiKey, 'role'>): Promise<string>;
  operatorKey(): Promise<string>;
  call(call: Call): Promise<Called>;
  /** Answers queries from now on, as a worker of this region; resolves to what stops it. */
  work(handler: QueryHandler, region?: Region): Promise<() => Promise<void>>;
  /** Runs cache warmings from now on; resolves to what stops it. */
  warm(handler: WarmHandler): Promise<() => Promise<void>>;
  /** Ingests documents from now on; resolves to what stops it. */
  ingest(): Promise<() => Promise<void>>;
  /** The queue Redis accepts connections and answers nothing for a while. */
  freezeRedis(ms: number): Promise<void>;
  /** The document store's database is gone for good. */
  stopDatabase(): Promise<void>;
  /** True when every service has stopped within its grace. */
  stop(): Promise<boolean>;
}

const GRACE_MS = 3_000;
const logger = createLogger({ service: 'ingress-test', level: 'fatal' });

/** The whole ingress on a private Redis and the embedded store, over real HTTP. */
export async function startIngress(variables: NodeJS.ProcessEnv = {}): Promise<TestIngress> {
  const { RAGFLEET_MASTER_KEY: masterKey = randomBytes(32).toString('base64') } = variables;
  const redis = await startTestRedis();
  const postgres = await startEmbeddedPostgres({ dataDir: null, host: '127.0.0.1', port: 0 });
  let databaseStopped: Promise<void> | undefined;
  const stopDatabase = (): Promise<void> => (databaseStopped ??= postgres.stop());
  const auditDir = await mkdtemp(join(tmpdir(), 'ragfleet-ingress-'));
  const config = readConfig(configSchema, {
    QUEUE_REDIS_URL: redis.url,
    CACHE_REDIS_URL: redis.url,
    DATABASE_URL: postgres.url,
    RAGFLEET_MASTER_KEY: masterKey,
    PORT: '0',
    OPERATIONS_PORT: '0',
    AUDIT_DIR: auditDir,
    ...variables,
  });
  const { services, server, operations } = await compose(config, logger);
  await startServices(services, logger, GRACE_MS);

  const sealer = createSealer(masterKey);
  const own = connectRedis({ url: redis.url, profile: 'fail-fast', name: 'ingress-test' });
  await whenReady(own, GRACE_MS);
  const pool = { poolSize: 1, statementTimeoutMs: 10_000, name: 'ingress-test' };
  const database = connectPostgres({ ...pool, url: postgres.url });
  const keys = createApiKeys({ redis: own, sealer, environment: 'test' });
  const url = `http://127.0.0.1:${server.address().port}`;
  const queue = { redisUrl: redis.url, sealer };

  return {
    url,
    operationsUrl: `http://127.0.0.1:${operations.address()?.port}`,
    redis,
    keys,
    database,
    sealer,
    keyFor: async (key) =>
      (
        await keys.create({
          tenantId: 'acme',
          principalId: `${key.role}-${randomBytes(3).toString('hex')}`,
          ...key,
        })
      ).secret,
    operatorKey: async () => (await keys.createOperator('ops')).secret,
    call: (call) => callApi(url, call),
    work: async (handler, region) => {
      const slots = { reserved: { high: 1, normal: 1, low: 1 }, shared: 1 };
      const workers = createLaneWorkers({ ...queue, handler, slots, logger, region });
      await workers.start();
      return () => workers.drain(GRACE_MS);
    },
    warm: async (handler) => {
      const worker = createWarmWorker({ ...queue, handler, onError: () => undefined });
      await worker.start();
      return () => worker.drain(GRACE_MS);
    },
    freezeRedis: async (ms) => {
      await whenReady(own, GRACE_MS);
      await own.client('PAUSE', ms, 'ALL');
    },
    stopDatabase,
    ingest: () => startIngestion(queue, postgres.url),
    stop: async () => {
      const isInTime = await stopServices(services, logger, GRACE_MS);
      await closeRedis(own, 500);
      await database.close();
      await stopDatabase();
      await redis.stop();
      await rm(auditDir, { recursive: true });
      return isInTime;
    },
  };
}

async function startIngestion(
  queue: { redisUrl: string; sealer: ReturnType<typeof createSealer> },
  databaseUrl: string,
): Promise<() => Promise<void>> {
  const redis = connectRedis({ url: queue.redisUrl, profile: 'fail-fast', name: 'ingest-test' });
  await whenReady(redis, GRACE_MS);
  const pool = { poolSize: 2, statementTimeoutMs: 10_000, name: 'ingest-test' };
  const database = connectPostgres({ ...pool, url: databaseUrl });
  const catalogue = await openDocumentStore({ database });
  const embedder = createLocalEmbedder();
  const { dimension, model } = embedder;
  const { index: vectorIndex } = await chooseVectorIndex({}, { database, dimension, model });
  const changes = createChangeSequence({ redis });
  const ingest = createIngestDocuments({
    catalogue,
    generations: [{ embedder, vectorIndex }],
    changes,
    logger,
  });
  const worker = createIngestWorker({
    ...queue,
    handler: (job, { signal }) => ingest({ ...job, isLastAttempt: true }, signal),
    onError: (error) => logger.error({ error }, 'ingestion failed'),
    onGivenUp: async () => {},
  });
  await worker.start();
  return async () => {
    await worker.drain(GRACE_MS);
    await closeRedis(redis, 500);
    await catalogue.close();
  };
}
