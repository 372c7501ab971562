import { createQuestionPopularity } from '@ragfleet/answer-cache';
import { queueKeys } from '@ragfleet/contracts';
import { createTenants } from '@ragfleet/identity';
import { createErasures, createWarmQueue } from '@ragfleet/job-queue';
import type { Clock } from '@ragfleet/kernel';
import { createSealer } from '@ragfleet/sealing';
import { createLogger, readConfig } from '@ragfleet/service-runtime';
import { openProcessStage } from '@ragfleet/test-support';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { compose } from './composition.ts';
import { configSchema } from './config.ts';

const BEHIND_MS = 20 * 60_000;
const WARM_DEADLINE_MS = 900_000;
const { now } = Date;

const stage = await openProcessStage({ until: 'file ends' });
const { redis, url: redisUrl } = stage.queue;
const sealer = createSealer(stage.masterKey);
const right: Clock = { nowMs: now, monotonicMs: () => performance.now() };
const tenants = createTenants({ redis, clock: right });

await tenants.ensure('acme', 'Acme');
const logger = createLogger({ service: 'batch-worker', level: 'fatal' });
await stage.run(await compose(readConfig(configSchema, stage.variables), logger));

beforeEach(() => {
  const machine = vi.spyOn(Date, 'now').mockImplementation(() => now() - BEHIND_MS);
  onTestFinished(() => machine.mockRestore());
});

/** When the first of a list of the fleet is due. */
const firstDueMs = async (list: string): Promise<number> => {
  const [, dueMs] = await redis.zrange(list, '0', '0', 'WITHSCORES');
  return Number(dueMs);
};

async function askOften(text: string): Promise<void> {
  const popularity = createQuestionPopularity({ redis: stage.cache.redis, sealer, timeoutMs: 5_000 });
  const access = { tenantId: 'acme', readsAll: false, namespaces: ['hr'], department: null };
  const question = { text, namespaces: null, quality: 'standard', topK: 5, model: null } as const;
  for (const principalId of ['bob', 'cat']) await popularity.record({ access, principalId, question });
}

it('gives the questions that it asks a deadline by the clock of the queue Redis, not by that of its machine', async () => {
  const queue = createWarmQueue({ redisUrl, sealer });
  await askOften('How much leave?');
  const askedAtMs = now();
  await queue.submit({ tenantId: 'acme', groups: null, topN: null });
  await vi.waitFor(async () => expect(await redis.zcard(queueKeys.deadlines)).toBe(1));
  expect(await firstDueMs(queueKeys.deadlines)).toBeGreaterThan(askedAtMs + WARM_DEADLINE_MS - 1_000);
  await queue.close();
});

it('takes up an erasure that is due by that clock', async () => {
  await createErasures({ redis, sealer, clock: right }).begin('acme', { kind: 'user', id: 'ada' });
  await vi.waitFor(async () => expect(await firstDueMs(queueKeys.erasures)).toBeGreaterThan(now()));
});

it('takes up a deletion that is due by that clock', async () => {
  await tenants.ensure('leaving', 'Leaving');
  await tenants.delete('leaving');
  await vi.waitFor(async () => expect(await firstDueMs(queueKeys.tenantDeletions)).toBeGreaterThan(now()));
});
