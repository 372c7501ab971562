import { queueKeys } from '@ragfleet/contracts';
import { createCallLedger, createCostLedger } from '@ragfleet/cost-ledger';
import { createApiKeys } from '@ragfleet/identity';
import { createQueryService, readModelHealth } from '@ragfleet/job-queue';
import { type Clock, DAY_MS, permissionsOf } from '@ragfleet/kernel';
import { createSealer } from '@ragfleet/sealing';
import { createLogger, readConfig } from '@ragfleet/service-runtime';
import { openProcessStage, startOpenAiDouble, submissionOf } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { compose } from './composition.ts';
import { configSchema } from './config.ts';
import { openCorpus } from './testing/open-corpus.fixture.ts';

/** Into another hour, day and month at once. */
const AHEAD_MS = 40 * DAY_MS;
const TENANT = { tenantId: 'acme', principalId: 'ann', role: 'user', namespaces: ['default'] } as const;

const logger = createLogger({ service: 'test', level: 'silent' });
const stage = await openProcessStage({ until: 'file ends', profile: 'blocking' });
const { redis, url: redisUrl } = stage.queue;
const sealer = createSealer(stage.masterKey);
const rightNowMs = Date.now.bind(Date);
/** Of the fleet, and of every machine that is set right. */
const clock: Clock = { nowMs: rightNowMs, monotonicMs: () => performance.now() };
const queryService = createQueryService({ redisUrl, sealer, clock });
const double = await startOpenAiDouble();
const { store, ingest } = await openCorpus({ database: stage.connect(), redis });

beforeAll(async () => {
  await ingest([
    { id: 'leave', title: 'Leave', content: 'An employee has 25 days of leave.', namespace: 'default' },
  ]);
  vi.spyOn(Date, 'now').mockImplementation(() => rightNowMs() + AHEAD_MS);
  const config = readConfig(configSchema, {
    ...stage.variables,
    OPENAI_API_KEY: 'not-a-secret',
    OPENAI_BASE_URL: `${double.url}/v1`,
    DEFAULT_MODEL: 'gpt-4o-mini',
  });
  await stage.run(await compose(config, logger));
}, 90_000);
afterAll(async () => {
  vi.restoreAllMocks();
  await Promise.all([queryService.close(), store.close(), double.stop()]);
});

async function ask(question: string) {
  const { keyId } = await createApiKeys({ redis, sealer, environment: 'test' }).create(TENANT);
  const { record } = await queryService.submit({
    principal: {
      ...TENANT,
      kind: 'tenant',
      keyId,
      department: null,
      permissions: permissionsOf(TENANT.role),
      lanes: ['normal'],
    },
    lane: 'normal',
    deadlineSeconds: 60,
    bodyHash: question,
    idempotencyKey: null,
    submission: submissionOf(question),
  });
  return queryService.waitUntilTerminal(TENANT.tenantId, record.queryId, 15_000, AbortSignal.timeout(20_000));
}

it('a worker whose machine is far ahead closes no call of another, and counts by the clock of the fleet', async () => {
  const account = { tenantId: 'acme', principalId: 'bob', queryId: 'q_other', route: 'simple/standard' };
  const calls = createCallLedger({ redis, nowMs: rightNowMs });
  const live = await calls.reserve({ account, model: 'gpt-4o', usd: 0.5 });

  expect(await ask('How many days of leave does an employee have?')).toMatchObject({ status: 'succeeded' });
  await live.settle({ inputUsd: 0.25, outputUsd: 0 });

  const costs = createCostLedger({ redis, nowMs: rightNowMs });
  await expect.poll(async () => (await costs.report({ tenantId: 'acme' })).queries).toBe(1);
  const report = await costs.report({ tenantId: 'acme', groupBy: 'user' });
  expect(report).toMatchObject({
    unsettled_usd: 0,
    groups: [{ key: 'bob', total_usd: 0.25 }, { key: 'ann' }],
  });
  expect(report.groups[1]?.total_usd).toBeGreaterThan(0);
  const month = new Date(rightNowMs()).toISOString().slice(0, 7);
  expect(await redis.keys(queueKeys.ledgerMonth('acme', '*'))).toEqual([
    queueKeys.ledgerMonth('acme', month),
  ]);
  expect(await redis.keys(queueKeys.ledgerDay('acme', '*'))).toHaveLength(1);
  await expect.poll(async () => (await readModelHealth({ redis, clock })).questions).toBe(1);
});
