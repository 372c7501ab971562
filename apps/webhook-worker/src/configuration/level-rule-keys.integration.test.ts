import { queueKeys } from '@ragfleet/contracts';
import { createDegradationLevels, createModelHealth } from '@ragfleet/job-queue';
import { systemClock } from '@ragfleet/kernel';
import { createLogger, readConfig } from '@ragfleet/service-runtime';
import { openTestRedis } from '@ragfleet/test-support';
import { beforeEach, describe, expect, it } from 'vitest';
import { configSchema } from '../config.ts';
import { openLevelRules } from '../open-level-rules.ts';

const { redis, url } = await openTestRedis();
const logger = createLogger({ service: 'test', level: 'silent' });
const levels = createDegradationLevels({ redis });

beforeEach(async () => void (await redis.flushall()));

/** Looks once, as the leader of the reconcilers does; resolves to the level by rule and why. */
async function look(variables: NodeJS.ProcessEnv): Promise<readonly [string, string]> {
  const config = readConfig(configSchema, {
    QUEUE_REDIS_URL: url,
    RAGFLEET_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    DEGRADATION_ENTER_SECONDS: '0',
    DEGRADATION_LEAVE_SECONDS: '0',
    ...variables,
  });
  const ports = {
    redis,
    audit: { record: async () => undefined },
    metrics: { count: () => undefined },
    logger,
    clock: systemClock,
  };
  for (const duty of openLevelRules(config, ports)) await duty();
  const { ruled } = await levels.fleet();
  return [ruled?.level ?? 'full', ruled?.reason ?? 'nothing'];
}

const fail = async (failedCalls: number): Promise<void> => {
  createModelHealth({ redis, clock: systemClock }).record({
    calls: 100,
    failedCalls,
    questions: 50,
    unansweredQuestions: 0,
  });
  await expect.poll(() => redis.keys('rf:fleet:model-health:*')).not.toEqual([]);
};
const recover = async (): Promise<void> => {
  for (const key of await redis.keys('rf:fleet:model-health:*')) await redis.del(key);
};
const waitIn = async (lane: string, seconds: number): Promise<void> => {
  await redis.rpush(`bull:rag-${lane}:wait`, 'q1');
  await redis.hset(`bull:rag-${lane}:q1`, 'timestamp', Date.now() - seconds * 1_000);
};

describe('variables of the rules of the level of service', () => {
  it('DEGRADATION_RULES: whether they say anything', async () => {
    await fail(90);
    expect(await look({ DEGRADATION_RULES: 'off' })).toEqual(['full', 'nothing']);
    expect(await look({ DEGRADATION_RULES: 'on' })).toEqual(['reduced', 'models-failing']);
  });

  it('DEGRADATION_MODEL_FAILURE_SHARE: how much may fail', async () => {
    await fail(30);
    expect(await look({ DEGRADATION_MODEL_FAILURE_SHARE: '0.5' })).toEqual(['full', 'nothing']);
    expect(await look({ DEGRADATION_MODEL_FAILURE_SHARE: '0.2' })).toEqual(['reduced', 'models-failing']);
  });

  it.each(['high', 'normal', 'low'])(
    'DEGRADATION_HIGH_WAIT_SECONDS, DEGRADATION_NORMAL_WAIT_SECONDS, DEGRADATION_LOW_WAIT_SECONDS: how long the %s lane may wait',
    async (lane) => {
      const name = {
        high: 'DEGRADATION_HIGH_WAIT_SECONDS',
        normal: 'DEGRADATION_NORMAL_WAIT_SECONDS',
        low: 'DEGRADATION_LOW_WAIT_SECONDS',
      }[lane];
      await waitIn(lane, 200);
      expect(await look({ [name ?? '']: '3600' })).toEqual(['full', 'nothing']);
      expect(await look({ [name ?? '']: '0' })).toEqual(['full', 'nothing']);
      expect(await look({ [name ?? '']: '150' })).toEqual(['reduced', 'queue-wait']);
      await levels.rule(null);
      expect(await look({ [name ?? '']: '100' })).toEqual(['minimal', 'queue-wait']);
    },
  );

  it('FLEET_MONTHLY_USD: what all tenants together may spend', async () => {
    await redis.zadd(queueKeys.tenants, 1, 'acme');
    const month = new Date().toISOString().slice(0, 7);
    await redis.hset(queueKeys.ledgerMonth('acme', month), 'settled', String(5_000_000_000));
    expect(await look({})).toEqual(['full', 'nothing']);
    expect(await look({ FLEET_MONTHLY_USD: '6' })).toEqual(['full', 'nothing']);
    expect(await look({ FLEET_MONTHLY_USD: '4' })).toEqual(['minimal', 'fleet-budget']);
  });

  it('DEGRADATION_ENTER_SECONDS: how long a lower level must be called for', async () => {
    await fail(90);
    expect(await look({ DEGRADATION_ENTER_SECONDS: '3600' })).toEqual(['full', 'nothing']);
    expect(await look({ DEGRADATION_ENTER_SECONDS: '0' })).toEqual(['reduced', 'models-failing']);
  });

  it('DEGRADATION_LEAVE_SECONDS: how long a higher level must be possible', async () => {
    await fail(90);
    await look({});
    await recover();
    expect(await look({ DEGRADATION_LEAVE_SECONDS: '3600' })).toEqual(['reduced', 'models-failing']);
    expect(await look({ DEGRADATION_LEAVE_SECONDS: '0' })).toEqual(['full', 'nothing']);
  });
});
