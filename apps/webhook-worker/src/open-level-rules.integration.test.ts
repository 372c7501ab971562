import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAuditLog } from '@ragfleet/audit-log';
import { createDegradationLevels, createModelHealth } from '@ragfleet/job-queue';
import { systemClock } from '@ragfleet/kernel';
import { createLogger, readConfig, startServices, stopServices } from '@ragfleet/service-runtime';
import { openTestRedis } from '@ragfleet/test-support';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { compose } from './composition.ts';
import { configSchema } from './config.ts';
import { openLevelRules } from './open-level-rules.ts';

const masterKey = Buffer.alloc(32, 7).toString('base64');
const logger = createLogger({ service: 'test', level: 'silent' });
const redisServer = await openTestRedis({ profile: 'blocking' });
const { redis } = redisServer;
let auditDir: string;

beforeAll(async () => {
  auditDir = await mkdtemp(join(tmpdir(), 'ragfleet-rules-'));
});
afterAll(() => rm(auditDir, { recursive: true }));

const configOf = (variables: NodeJS.ProcessEnv) =>
  readConfig(configSchema, {
    QUEUE_REDIS_URL: redisServer.url,
    RAGFLEET_MASTER_KEY: masterKey,
    OPERATIONS_PORT: '0',
    AUDIT_DIR: auditDir,
    ...variables,
  });

async function startWorker(variables: NodeJS.ProcessEnv): Promise<void> {
  const services = compose(configOf(variables), logger);
  onTestFinished(async () => void (await stopServices(services, logger, 2_500)));
  await startServices(services, logger, 10_000);
}

describe('the rules of the level of service', () => {
  const levels = createDegradationLevels({ redis });
  const fails = () =>
    createModelHealth({ redis, clock: systemClock }).record({
      calls: 100,
      failedCalls: 100,
      questions: 50,
      unansweredQuestions: 50,
    });
  const recover = async () => {
    for (const key of await redis.keys('rf:fleet:model-health:*')) await redis.del(key);
  };
  const ruled = async () => (await levels.fleet()).ruled;
  const variables = { DEGRADATION_ENTER_SECONDS: '0', DEGRADATION_LEAVE_SECONDS: '0' };
  afterEach(async () => {
    await levels.set(null, null);
    await recover();
  });

  it('lower it when the models fail, raise it when they do no more, and leave both in the audit log', async () => {
    fails();
    await startWorker(variables);
    await expect.poll(ruled).toMatchObject({ level: 'minimal', by: 'rule', reason: 'models-failing' });
    await recover();
    await expect.poll(ruled).toBeNull();
    await expect
      .poll(async () => {
        const query = { tenantId: 'fleet', types: ['operator_action'] as const, limit: 10 };
        return (await readAuditLog(auditDir, query)).map(({ metadata }) => metadata);
      })
      .toEqual([
        expect.objectContaining({ from: 'minimal', to: 'full', by: 'rule', reason: 'recovered' }),
        expect.objectContaining({ from: 'full', to: 'minimal', by: 'rule', reason: 'models-failing' }),
      ]);
  });

  it('rest where they are off', () => {
    const dutiesAt = (rules: string) => {
      const config = configOf({ DEGRADATION_RULES: rules });
      const metrics = { count: () => undefined };
      const audit = { record: async () => undefined };
      return openLevelRules(config, { redis, audit, metrics, logger, clock: systemClock });
    };
    expect(dutiesAt('on')).toHaveLength(1);
    expect(dutiesAt('off')).toEqual([]);
  });
});
