import { createAnswerEntries, createPgvectorSemanticIndex } from '@ragfleet/answer-cache';
import { openDocumentStore } from '@ragfleet/document-store';
import {
  createAnswerSettingsStore,
  createApiKeys,
  createTenants,
  createWebhookSecrets,
} from '@ragfleet/identity';
import { createIngestQueue } from '@ragfleet/job-queue';
import { NO_TENANT_SETTINGS } from '@ragfleet/rag-core';
import { createSealer } from '@ragfleet/sealing';
import { createLogger, readConfig } from '@ragfleet/service-runtime';
import { answerEntry, openProcessStage } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { compose } from '../composition.ts';
import { configSchema } from '../config.ts';

const logger = createLogger({ service: 'batch-worker', level: 'fatal' });
const stage = await openProcessStage({ until: 'file ends' });
const { redis, url: redisUrl } = stage.queue;
const { redis: cacheRedis } = stage.cache;
const sealer = createSealer(stage.masterKey);
const database = stage.connect();
const store = await openDocumentStore({ database });

beforeAll(async () => {
  const config = readConfig(configSchema, stage.variables);
  await stage.run(await compose(config, logger));
});
afterAll(() => store.close());

/** Something of a tenant in every store. */
async function fill(tenantId: string): Promise<void> {
  await createTenants({ redis }).ensure(tenantId, tenantId);
  await createApiKeys({ redis, sealer, environment: 'test' }).create({
    tenantId,
    principalId: 'ada',
    role: 'admin',
  });
  await createAnswerSettingsStore({ redis, sealer }).update(tenantId, () => NO_TENANT_SETTINGS);
  await createWebhookSecrets({ redis, sealer }).current(tenantId);
  const call = { tenantId, principalId: 'ada', model: 'm', route: 'r' };
  await redis.hset(`rf:${tenantId}:ledger:2026-11-01`, 'total', '5', 'call', JSON.stringify(call));
  await ingest(tenantId);
  const entries = createAnswerEntries({ redis: cacheRedis, sealer });
  const entryId = entries.idOf(tenantId, 'q');
  await entries.write(tenantId, entryId, answerEntry({ question: 'q' }), {
    keepMs: 600_000,
    documentIds: ['leave'],
  });
  const space = { tenantId, spaceId: 's'.repeat(22), model: 'm', dimension: 2 };
  await createPgvectorSemanticIndex({ database }).add(space, {
    question: 'q',
    vector: new Float32Array([1, 0]),
    entryId,
    expiresAtMs: Date.now() + 600_000,
  });
}

async function ingest(tenantId: string): Promise<void> {
  const queue = createIngestQueue({ redisUrl });
  const documents = [{ id: 'leave', title: 'Leave', content: 'Everybody has 27 days.' }];
  const command = { tenantId, principalId: 'ada', callbackUrl: null, documents };
  const { ingestionId } = await store.acceptIngestion(command);
  await queue.enqueue({ v: 1, tenantId, ingestionId });
  await vi.waitUntil(
    async () => (await store.getIngestion(tenantId, ingestionId))?.record.status === 'finished',
  );
  await queue.close();
}

/** Where something of a tenant is: names of keys and of tables. */
async function placesOf(tenantId: string): Promise<string[]> {
  const keyIds = await redis.zrange(`rf:${tenantId}:api-keys`, '0', '-1');
  const keys = [...(await redis.keys(`rf:${tenantId}:*`)), ...keyIds.map((id) => `rf:api-key:${id}`)];
  const cached = (await cacheRedis.keys(`rf:${tenantId}:*`)).map((key) => `cache ${key}`);
  const tables = await database.query<{ name: string }>(
    `SELECT DISTINCT table_name AS name FROM information_schema.columns
    WHERE column_name = 'tenant_id' AND table_schema = 'public' AND table_name <> 'vector_upkeep'`,
  );
  const filled: string[] = [];
  for (const { name } of tables) {
    const rows = await database.query(`SELECT 1 FROM ${name} WHERE tenant_id = $1 LIMIT 1`, [tenantId]);
    if (rows.length > 0) filled.push(name);
  }
  return [...keys, ...cached, ...filled];
}

it('removes a deleted tenant from every store, its record last, and leaves others alone', async () => {
  await fill('acme');
  await fill('globex');
  const tenants = createTenants({ redis });
  const before = await placesOf('globex');
  const apiKeys = await redis.zrange('rf:acme:api-keys', '0', '-1');
  expect(before.filter((place) => place.startsWith('local_hash') || place.startsWith('passage'))).not.toEqual(
    [],
  );
  expect(before.filter((place) => place.startsWith('cache '))).not.toEqual([]);
  expect(before).toContain('semantic_entries');

  // A while ago, so that nothing of before the deletion is under way any more.
  const clock = { nowMs: () => Date.now() - 600_000, monotonicMs: () => 0 };
  await createTenants({ redis, clock }).delete('acme');
  await vi.waitFor(async () => expect(await tenants.get('acme')).toBeNull(), {
    timeout: 40_000,
    interval: 200,
  });
  expect(await placesOf('acme')).toEqual([]);
  expect(await redis.exists(...apiKeys.map((id) => `rf:api-key:${id}`))).toBe(0);
  expect(await redis.zscore('rf:fleet:tenants', 'acme')).toBeNull();
  expect(await redis.zcard('rf:fleet:tenant-deletions')).toBe(0);
  expect((await placesOf('globex')).toSorted()).toEqual(before.toSorted());

  // The name is free, and begins anew.
  expect(await tenants.create({ tenantId: 'acme', name: 'Acme again' })).toMatchObject({
    tenant: { status: 'active' },
  });
}, 60_000);
