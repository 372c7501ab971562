import { randomBytes } from 'node:crypto';
import { queueKeys } from '@ragfleet/contracts';
import { DEFAULT_GUARD_POLICY, NO_TENANT_SETTINGS, type TenantAnswerSettings } from '@ragfleet/rag-core';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { describe, expect, it } from 'vitest';
import { openCutConnection } from '../cut-connection.fixture.ts';
import { createAnswerSettingsStore } from './answer-settings-store.ts';

const server = await openTestRedis();
const { redis } = server;
const sealer = createSealer(randomBytes(32).toString('base64'));
const WANTED: TenantAnswerSettings = {
  allowedModels: ['gpt-4o-mini'],
  ladder: null,
  instructions: { text: 'Call our guests by name.', language: 'de' },
  ownKeys: { openai: 'sk-of-their-own' },
  guards: {
    ...DEFAULT_GUARD_POLICY,
    injection: 'block',
    blockedPiiKinds: ['EMAIL_ADDRESS'],
    cacheJudge: 'off',
  },
};

it('keeps each tenant its own, sealed', async () => {
  const store = createAnswerSettingsStore({ redis, sealer });
  expect(await store.read('acme')).toEqual(NO_TENANT_SETTINGS);
  expect(await store.update('acme', () => WANTED)).toEqual(WANTED);
  expect(await store.read('acme')).toEqual(WANTED);
  expect(await store.read('globex')).toEqual(NO_TENANT_SETTINGS);
  for (const key of await redis.keys('*')) expect(await redis.get(key)).not.toMatch(/guests|sk-of/);
});

it('reads settings of before tenants chose their guards', async () => {
  const { guards, ...before } = WANTED;
  const sealed = sealer.seal('hooli', 'answer-settings', JSON.stringify(before));
  await redis.set(queueKeys.answerSettings('hooli'), sealed);
  const read = await createAnswerSettingsStore({ redis, sealer }).read('hooli');
  expect([read, guards.injection]).toEqual([{ ...before, guards: DEFAULT_GUARD_POLICY }, 'block']);
});

it('reads settings of before tenants had a say in who judges near questions', async () => {
  const { cacheJudge: _later, ...guards } = WANTED.guards;
  const sealed = sealer.seal('umbrella', 'answer-settings', JSON.stringify({ ...WANTED, guards }));
  await redis.set(queueKeys.answerSettings('umbrella'), sealed);
  const read = await createAnswerSettingsStore({ redis, sealer }).read('umbrella');
  expect(read.guards).toEqual({ ...guards, cacheJudge: 'fleet' });
});

it('are known in another process within 5 s, and read at most once in 4 s', async () => {
  let nowMs = 0;
  const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
  const elsewhere = createAnswerSettingsStore({ redis, sealer, clock });
  expect(await elsewhere.recent('initech')).toEqual(NO_TENANT_SETTINGS);
  await createAnswerSettingsStore({ redis, sealer }).update('initech', () => WANTED);
  nowMs = 3_999;
  expect(await elsewhere.recent('initech')).toEqual(NO_TENANT_SETTINGS);
  nowMs = 4_000;
  expect(await elsewhere.recent('initech')).toEqual(WANTED);
});

describe('a change', () => {
  const store = createAnswerSettingsStore({ redis, sealer });
  const withoutKeys = (settings: TenantAnswerSettings) => ({ ...settings, ownKeys: {} });

  it('of what another one has changed meanwhile is of what that has left', async () => {
    await store.update('stark', () => WANTED);
    const later: Promise<unknown>[] = [];
    await store.update('stark', (settings) => {
      if (later.length === 0) later.push(store.update('stark', withoutKeys));
      return { ...settings, ladder: ['gpt-4o-mini'] };
    });
    await Promise.all(later);
    expect(await store.read('stark')).toEqual({ ...WANTED, ownKeys: {}, ladder: ['gpt-4o-mini'] });
  });

  it('whose connection is cut before the reply is made once', async () => {
    await store.update('wayne', () => WANTED);
    const connection = await openCutConnection(server);
    const changes: string[] = [];
    connection.cutAfter(/eval[^]*rf:wayne:/i);
    await createAnswerSettingsStore({ redis: connection.redis, sealer }).update('wayne', (settings) => {
      changes.push(JSON.stringify(settings.ownKeys));
      return withoutKeys(settings);
    });
    expect([connection.cuts(), changes]).toEqual([1, [JSON.stringify(WANTED.ownKeys)]]);
    expect((await store.read('wayne')).ownKeys).toEqual({});
  });

  it('that never meets what it read is a conflict', async () => {
    const foreign = () => sealer.seal('luthor', 'answer-settings', JSON.stringify(WANTED));
    const change = store.update('luthor', (settings) => {
      void redis.set(queueKeys.answerSettings('luthor'), foreign());
      return settings;
    });
    await expect(change).rejects.toMatchObject({ kind: 'conflict' });
  });
});
