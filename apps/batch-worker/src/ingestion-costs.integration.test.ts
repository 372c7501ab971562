import { createCostLedger } from '@ragfleet/cost-ledger';
import { openDocumentStore } from '@ragfleet/document-store';
import { createIngestQueue } from '@ragfleet/job-queue';
import { PRICE_LISTS } from '@ragfleet/pricing';
import { createLogger, readConfig } from '@ragfleet/service-runtime';
import { openProcessStage, startOpenAiDouble } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { compose } from './composition.ts';
import { configSchema } from './config.ts';

const MODEL = 'text-embedding-3-small';
const logger = createLogger({ service: 'batch-worker', level: 'fatal' });
const stage = await openProcessStage({ until: 'file ends' });
const { redis, url: redisUrl } = stage.queue;
const double = await startOpenAiDouble();
const store = await openDocumentStore({ database: stage.connect() });

beforeAll(async () => {
  const config = readConfig(configSchema, {
    ...stage.variables,
    OPENAI_API_KEY: 'not-a-secret',
    OPENAI_BASE_URL: `${double.url}/v1`,
    EMBEDDING_MODEL: MODEL,
  });
  await stage.run(await compose(config, logger));
});
afterAll(async () => {
  await Promise.all([store.close(), double.stop()]);
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
  const report = await createCostLedger({ redis, nowMs: Date.now }).report({
    tenantId: 'acme',
    groupBy: 'model',
  });
  expect(tokens).toBeGreaterThan(1_000);
  expect(report.total_usd).toBeCloseTo((tokens * perMillionUsd) / 1e6, 9);
  expect(report.groups.map(({ key }) => key)).toEqual([MODEL]);
  expect(report).toMatchObject({ queries: 0, unsettled_usd: 0 });
});
