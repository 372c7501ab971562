import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDocumentStore } from '@ragfleet/document-store';
import { createApiKeys } from '@ragfleet/identity';
import { createChangeSequence, createQueryDesk, type QueryDesk, type QueryRecord } from '@ragfleet/job-queue';
import { type Lane, permissionsOf, type TenantPrincipal } from '@ragfleet/kernel';
import { createLocalEmbedder } from '@ragfleet/models';
import { connectPostgres } from '@ragfleet/postgres-connection';
import { createIngestDocuments } from '@ragfleet/rag-core';
import { createSealer, type Sealer } from '@ragfleet/sealing';
import {
  createLogger,
  readConfig,
  type Service,
  startServices,
  stopServices,
} from '@ragfleet/service-runtime';
import {
  type OpenTestRedis,
  openTestPostgres,
  openTestRedis,
  startOpenAiDouble,
  type TestPostgres,
} from '@ragfleet/test-support';
import { chooseVectorIndex } from '@ragfleet/vector-stores';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { compose } from '../composition.ts';
import { configSchema } from '../config.ts';

const MASTER_KEY = Buffer.alloc(32, 5).toString('base64');
const GRACE_MS = 300;
const logger = createLogger({ service: 'test', level: 'silent' });
const signal = new AbortController().signal;

/** Long enough that a prompt has to choose among them. */
const CHAPTERS = Array.from({ length: 8 }, (_, at) => ({
  id: `handbook-${at}`,
  title: `Handbook, chapter ${at}`,
  content: `Chapter ${at} is about annual leave. ${`In year ${at} an employee has ${20 + at} days of annual leave, booked in the portal. `.repeat(12)}`,
  namespace: 'default',
}));

export interface Asked {
  readonly cache?: 'default' | 'bypass';
  readonly lane?: Lane;
  readonly model?: string;
}

export interface ConfiguredWorker {
  readonly redis: OpenTestRedis['redis'];
  readonly queueUrl: string;
  readonly cache: OpenTestRedis;
  readonly desk: QueryDesk;
  readonly sealer: Sealer;
  readonly auditDir: () => string;
  /** A service in the style of OpenAI; `asService` names it. */
  readonly double: Awaited<ReturnType<typeof startOpenAiDouble>>;
  readonly asService: Readonly<Record<string, string>>;
  /** The whole process with these variables, until the next one is started or the test ends. */
  start(variables?: Readonly<Record<string, string>>): Promise<void>;
  submit(question: string, asked?: Asked): Promise<QueryRecord>;
  /** Submits and waits for its end. */
  ask(question: string, asked?: Asked): Promise<QueryRecord>;
}

/** The query worker on private servers, for the test file that calls this at its top. */
export async function openConfiguredWorker(): Promise<ConfiguredWorker> {
  const { redis, url: queueUrl } = await openTestRedis({ profile: 'blocking' });
  const cache = await openTestRedis({ role: 'cache' });
  const double = await startOpenAiDouble();
  const sealer = createSealer(MASTER_KEY);
  const desk = createQueryDesk({ redisUrl: queueUrl, sealer });
  const asker = await principal(createApiKeys({ redis, sealer, environment: 'test' }));
  let postgres: TestPostgres;
  let auditDir: string;
  let running: readonly Service[] = [];
  const stop = async (): Promise<void> => {
    await stopServices(running, logger, GRACE_MS);
    running = [];
  };
  beforeAll(async () => {
    auditDir = await mkdtemp(join(tmpdir(), 'ragfleet-configured-'));
    postgres = await openTestPostgres();
    await ingest(postgres.url, redis);
  });
  afterEach(stop);
  afterAll(async () => {
    await Promise.all([desk.close(), double.stop(), postgres.stop(), rm(auditDir, { recursive: true })]);
  });
  const submit = async (question: string, { cache: mode = 'bypass', lane = 'normal', model }: Asked = {}) => {
    const submission = {
      question,
      top_k: 8,
      history: [],
      model: model ?? null,
      session_id: null,
      cache: { mode },
      metadata: {},
    };
    const command = { principal: asker, lane, deadlineSeconds: 60, bodyHash: question, idempotencyKey: null };
    return (await desk.submit({ ...command, submission })).record;
  };
  return {
    redis,
    queueUrl,
    cache,
    desk,
    sealer,
    auditDir: () => auditDir,
    double,
    asService: { OPENAI_API_KEY: 'key-of-the-service', OPENAI_BASE_URL: `${double.url}/v1` },
    start: async (variables = {}) => {
      await stop();
      // What the test before it made fail is none of this one's business.
      for (const key of await redis.keys('rf:fleet:breaker*')) await redis.del(key);
      const config = readConfig(configSchema, {
        QUEUE_REDIS_URL: queueUrl,
        CACHE_REDIS_URL: cache.url,
        DATABASE_URL: postgres.url,
        RAGFLEET_MASTER_KEY: MASTER_KEY,
        AUDIT_DIR: auditDir,
        OPERATIONS_PORT: '0',
        CACHE_BUDGET_MS: '5000',
        ...variables,
      });
      running = await compose(config, logger);
      await startServices(running, logger, 20_000);
    },
    submit,
    ask: async (question, asked) => {
      const { tenantId, queryId } = await submit(question, asked);
      const ended = await desk.waitUntilTerminal(tenantId, queryId, 20_000, signal);
      if (ended === null) throw new Error('The query is gone.');
      return ended;
    },
  };
}

async function principal(keys: ReturnType<typeof createApiKeys>): Promise<TenantPrincipal> {
  const { keyId } = await keys.create({ tenantId: 'acme', principalId: 'ann', role: 'user' });
  return {
    kind: 'tenant',
    tenantId: 'acme',
    principalId: 'ann',
    keyId,
    role: 'user',
    namespaces: ['default'],
    department: null,
    permissions: permissionsOf('user'),
    lanes: ['high', 'normal', 'low'],
  };
}

async function ingest(databaseUrl: string, redis: OpenTestRedis['redis']): Promise<void> {
  const pool = { poolSize: 2, statementTimeoutMs: 10_000, name: 'test' };
  const database = connectPostgres({ ...pool, url: databaseUrl });
  const store = await openDocumentStore({ database });
  const embedder = createLocalEmbedder();
  const { dimension, model } = embedder;
  const { index: vectorIndex } = await chooseVectorIndex({}, { database, dimension, model });
  const changes = createChangeSequence({ redis });
  const ingestDocuments = createIngestDocuments({
    catalogue: store,
    generations: [{ embedder, vectorIndex }],
    changes,
    logger,
  });
  const accepted = { tenantId: 'acme', principalId: 'ann', documents: CHAPTERS, callbackUrl: null };
  const { ingestionId } = await store.acceptIngestion(accepted);
  await ingestDocuments({ tenantId: 'acme', ingestionId, isLastAttempt: true }, signal);
  await store.close();
}
