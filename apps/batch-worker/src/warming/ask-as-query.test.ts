import type { QueryRecord } from '@ragfleet/job-queue';
import { permissionsOf } from '@ragfleet/kernel';
import type { DegradationLevel, WarmQuestion } from '@ragfleet/rag-core';
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
    const desk = {
      submit: async () => ({ record, replayed: false, place: null }),
      waitUntilTerminal: async () => record,
    };
    const asker = createAskAsQuery({ desk, ttlMs: 60_000 });
    const answer = await asker.ask(ASKED, new AbortController().signal);
    expect(answer).toEqual({ isRefreshed, costUsd: 0, isRepeated: false });
  },
);
