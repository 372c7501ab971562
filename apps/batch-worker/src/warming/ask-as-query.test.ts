import type { QueryRecord } from '@ragfleet/job-queue';
import { HOUR_MS, permissionsOf, systemClock } from '@ragfleet/kernel';
import type { CacheEntry, DegradationLevel, WarmQuestion } from '@ragfleet/rag-core';
import { expect, it } from 'vitest';
import { createAskAsQuery } from './ask-as-query.ts';

const ASKED: WarmQuestion = {
  warmId: 'warm_1',
  name: '1',
  principal: {
    kind: 'tenant',
    tenantId: 'acme',
    principalId: 'warm',
    keyId: 'key',
    role: 'user',
    permissions: permissionsOf('user'),
    namespaces: ['default'],
    department: null,
    lanes: ['low'],
  },
  question: { text: 'How many days?', namespaces: null, quality: null, topK: 5, model: null },
};

const noEntries = { read: async () => [] };

it.each([
  ['full', true],
  ['reduced', true],
  ['minimal', false],
] as const)(
  'at level %s, an answer that came back is a refreshed one: %s',
  async (level: DegradationLevel, isRefreshed) => {
    const record = {
      queryId: 'q_1',
      status: 'succeeded',
      result: { cost_usd: 0, degradation: { level, reasons: [] } },
    } as unknown as QueryRecord;
    const queryService = {
      submit: async () => ({ record, replayed: false, place: null }),
      waitUntilTerminal: async () => record,
    };
    const asker = createAskAsQuery({ queryService, entries: noEntries, ttlMs: 60_000, clock: systemClock });
    const answer = await asker.ask(ASKED, new AbortController().signal);
    expect(answer).toEqual({ isRefreshed, costUsd: 0, isRepeated: false });
  },
);

it('knows the life of an entry from the entry, whatever life the fleet gives its own', async () => {
  const record = {
    queryId: 'q_1',
    status: 'succeeded',
    result: { cache: { status: 'hit', tier: 'exact', age_seconds: 3_360 } },
    cacheEntry: { entryId: 'e_1', spaceId: 's_1' },
  } as unknown as QueryRecord;
  const clock = { nowMs: () => 3_360_000 };
  const asker = createAskAsQuery({
    queryService: {
      submit: async () => ({ record, replayed: false, place: null }),
      waitUntilTerminal: async () => record,
    },
    entries: {
      read: async (tenantId, [entryId]) =>
        tenantId === 'acme' && entryId === 'e_1' ? [{ expiresAtMs: HOUR_MS } as CacheEntry] : [],
    },
    ttlMs: 24 * HOUR_MS,
    clock,
  });
  await expect(asker.entryLifeMs?.(ASKED, 10 * HOUR_MS, new AbortController().signal)).resolves.toBe(240_000);
});
