import { randomBytes } from 'node:crypto';
import { createCostLedger } from '@ragfleet/cost-ledger';
import { type DocumentStore, openDocumentStore } from '@ragfleet/document-store';
import { createIngestQueue } from '@ragfleet/job-queue';
import { connectPostgres, type EmbeddedPostgres, startEmbeddedPostgres } from '@ragfleet/postgres-connection';
import { PRICE_LISTS } from '@ragfleet/pricing';
import {
  createLogger,
  readConfig,
  type Service,
  startServices,
  stopServices,
} from '@ragfleet/service-runtime';
import { openTestRedis, startOpenAiDouble } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { compose } from './composition.ts';
import { configSchema } from './config.ts';

const MODEL = 'text-embedding-3-small';
const logger = createLogger({ service: 'batch-worker', level: 'fatal' });
const { redis, url: redisUrl } = await openTestRedis();
let postgres: EmbeddedPostgres;
let store: DocumentStore;
let services: readonly Service[];
let double: Awaited<ReturnType<typeof startOpenAiDouble>>;

beforeAll(async () => {
  [postgres, double] = await Promise.all([
    startEmbeddedPostgres({ dataDir: null, host: '127.0.0.1', port: 0 }),
    startOpenAiDouble(),
  ]);
  const database = connectPostgres({
    url: postgres.url,
    poolSize: 2,
    statementTimeoutMs: 10_000,
    name: 'test',
  });
  store = await openDocumentStore({ database });
  const config = readConfig(configSchema, {
    QUEUE_REDIS_URL: redisUrl,
    CACHE_REDIS_URL: redisUrl,
    DATABASE_URL: postgres.url,
    RAGFLEET_MASTER_KEY: randomBytes(32).toString('base64'),
    OPERATIONS_PORT: '0',
    OPENAI_API_KEY: 'not-a-secret',
    OPENAI_BASE_URL: `${double.url}/v1`,
    EMBEDDING_MODEL: MODEL,
  });
  services = await compose(config, logger);
  await startServices(services, logger, 10_000);
});

afterAll(async () => {
  await stopServices(services, logger, 10_000);
  await store.close();
  await Promise.all([postgres.stop(), double.stop()]);
});

it('an ingestion is on its tenant’s bill as what the provider counted', async () => {
  const documents = Array.from({ length: 30 }, (_, number) => ({
    id: `rule-${number}`,
    title: `Rule ${number}`,
    content: `Rule ${number} says that a visitor signs in at gate ${number}. `.repeat(30),
  }));
  const { ingestionId } = await store.acceptIngestion({
    tenantId: 'acme',
    principalId: 'ada',
    callbackUrl: null,
    documents,
  });
  const queue = createIngestQueue({ redisUrl });
  await queue.enqueue({ v: 1, tenantId: 'acme', ingestionId });
  await queue.close();
  await vi.waitFor(
    async () => expect((await store.getIngestion('acme', ingestionId))?.record.status).toBe('finished'),
    { timeout: 60_000 },
  );

  const tokens = double.bill.reduce((sum, { inputTokens }) => sum + inputTokens, 0);
  const perMillionUsd = PRICE_LISTS['2026-11'].models[MODEL]?.inputUsd ?? 0;
  const report = await createCostLedger({ redis }).report({ tenantId: 'acme', groupBy: 'model' });
  expect(tokens).toBeGreaterThan(1_000);
  expect(report.total_usd).toBeCloseTo((tokens * perMillionUsd) / 1e6, 9);
  expect(report.groups.map(({ key }) => key)).toEqual([MODEL]);
  expect(report).toMatchObject({ queries: 0, unsettled_usd: 0 });
});
