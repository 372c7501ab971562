import { randomBytes } from 'node:crypto';
import {
  createAnswerSettingsStore,
  createApiKeys,
  createIdentity,
  createWebhookSecrets,
} from '@ragfleet/identity';
import { createQueryService, createReadQuery } from '@ragfleet/job-queue';
import { permissionsOf, type TenantPrincipal } from '@ragfleet/kernel';
import { PRICE_LIST } from '@ragfleet/pricing';
import { NO_TENANT_SETTINGS } from '@ragfleet/rag-core';
import { createSealer, type Sealer } from '@ragfleet/sealing';
import { openTestRedis, submissionOf } from '@ragfleet/test-support';
import { expect, it, vi } from 'vitest';
import type { CommandContext } from '../command-context.ts';
import { rotateKeys } from './rotate-keys.ts';

const newKey = (): string => randomBytes(32).toString('base64');
const [first, second] = [newKey(), newKey()] as const;
const [before, during, after] = [
  createSealer(first),
  createSealer(second, [first]),
  createSealer(second),
] as const;
const server = await openTestRedis({ profile: 'blocking' });
const { redis } = server;
const printed: string[] = [];

const context: CommandContext = {
  fleet: () => Promise.reject(new Error('Nobody asks for a fleet.')),
  embedder: () => {
    throw new Error('Nobody embeds here.');
  },
  stores: { QUEUE_REDIS_URL: server.url },
  prices: async () => PRICE_LIST,
  print: (line) => void printed.push(line),
  write: () => undefined,
  say: () => undefined,
  terminal: null,
  signal: new AbortController().signal,
};

const ann: TenantPrincipal = {
  kind: 'tenant',
  tenantId: 'acme',
  principalId: 'ann',
  keyId: 'key1',
  role: 'user',
  permissions: permissionsOf('user'),
  namespaces: [],
  department: null,
  lanes: ['normal'],
};

async function submit(sealer: Sealer): Promise<{ queryId: string; replayed: boolean }> {
  const queryService = createQueryService({ redisUrl: server.url, sealer });
  const { record, replayed } = await queryService.submit({
    principal: ann,
    lane: 'normal',
    deadlineSeconds: 300,
    submission: submissionOf('How many days of leave?'),
    bodyHash: 'body',
    idempotencyKey: 'retry-1',
  });
  await queryService.close();
  return { queryId: record.queryId, replayed };
}

const questionOf = async (sealer: Sealer, queryId: string): Promise<string | undefined> =>
  (await createReadQuery({ redis, sealer })('acme', queryId))?.submission.question;

const rotate = async (): Promise<Record<string, unknown>> => {
  const ok = await rotateKeys(context, during, { json: true });
  const report = JSON.parse(printed.pop() ?? '') as Record<string, unknown>;
  expect(report['ok']).toBe(ok);
  return report;
};

it('leaves nothing that lasts under the older key, and says which API keys still need it', async () => {
  const keys = createApiKeys({ redis, sealer: before, environment: 'test' });
  const used = await keys.create({ tenantId: 'acme', principalId: 'ann', role: 'user' });
  const unused = await keys.create({ tenantId: 'acme', principalId: 'bob', role: 'user' });
  const [secret] = await createWebhookSecrets({ redis, sealer: before }).current('acme');
  const settings = { ...NO_TENANT_SETTINGS, ownKeys: { openai: 'their-own-key' } };
  await createAnswerSettingsStore({ redis, sealer: before }).update('acme', () => settings);
  const { queryId } = await submit(before);

  // The fleet goes on under the new key: keys verify, and a question that was accepted is accepted once.
  expect(await submit(during)).toEqual({ queryId, replayed: true });
  const identity = createIdentity({ redis, sealer: during });
  expect(await identity.authenticate(`Bearer ${used.secret}`)).toMatchObject({ principalId: 'ann' });
  await vi.waitFor(async () =>
    expect(await redis.hget(`rf:api-key:${used.keyId}`, 'record')).toContain(during.keyId),
  );

  const report = await rotate();
  expect(report).toMatchObject({
    ok: false,
    key_id: after.keyId,
    api_keys: { current: 1, older: 1, older_key_ids: [unused.keyId] },
  });
  const counts = (report['places'] as { kind: string; resealed: number; unreadable: number }[]).map(
    ({ kind, resealed, unreadable }) => [kind, resealed, unreadable],
  );
  expect(counts).toEqual([
    ['webhook secrets', 1, 0],
    ['answer settings', 1, 0],
    ['queries', 1, 0],
    ['webhook deliveries', 0, 0],
    ['erasures', 0, 0],
    ['warmings', 0, 0],
    ['webhook endpoints', 0, 0],
    ['people in the audit log', 0, 0],
  ]);

  expect(await createWebhookSecrets({ redis, sealer: after }).current('acme')).toEqual([secret]);
  expect(await createAnswerSettingsStore({ redis, sealer: after }).read('acme')).toEqual(settings);
  expect(await questionOf(after, queryId)).toBe('How many days of leave?');
  const later = createIdentity({ redis, sealer: after });
  expect(await later.authenticate(`Bearer ${used.secret}`)).toMatchObject({ principalId: 'ann' });
  await expect(later.authenticate(`Bearer ${unused.secret}`)).rejects.toMatchObject({
    kind: 'unauthenticated',
  });
  expect(JSON.stringify(await rotate())).not.toMatch(/"resealed":[1-9]/);
});

it('passes over keys that only look like those of a place, whatever they hold', async () => {
  await redis.hset('rf:acme:query:q_older', 'submission', before.seal('acme', 'query', '{}'));
  // What the ledger notes of the query, the queries of somebody called as a place is, and what they sent once.
  await redis.set('rf:acme:query:q_older:cost', '{}');
  await redis.zadd('rf:acme:queries:endpoints', 1, 'q_older');
  await redis.set('rf:acme:idem:query:digest', 'q_older');
  const report = await rotate();
  expect(report['places']).toContainEqual({ kind: 'queries', resealed: 1, unreadable: 0 });
});

it('counts what no named key opens, and leaves it as it is', async () => {
  const foreign = createSealer(newKey()).seal('globex', 'webhook-secret', '[]');
  await redis.hset('rf:globex:webhook-secret', 'sealed', foreign);
  const report = await rotate();
  expect(report['places']).toContainEqual({ kind: 'webhook secrets', resealed: 0, unreadable: 1 });
  expect(await redis.hget('rf:globex:webhook-secret', 'sealed')).toBe(foreign);
});
