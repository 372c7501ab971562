import type { QueryRun } from '@ragfleet/job-queue';
import { Fault, systemClock, warmingPrincipalId } from '@ragfleet/kernel';
import type { CostRow, DegradationLevel, EndedAnswer } from '@ragfleet/rag-core';
import { expect, it } from 'vitest';
import { countUnfinished, recordCosts } from './record-costs.ts';

const COST = {
  inputUsd: 0.1,
  outputUsd: 0,
  unsettledUsd: 0,
  embeddingUsd: 0,
  vectorUsd: 0,
  totalUsd: 0.1,
  savedUsd: 0,
  route: 'simple/standard',
};
const timingsMs = { guard: 0, cache: 0, embed: 0, search: 0, fetch: 0, generate: 0, total: 0 };

const succeeded = (level: DegradationLevel): EndedAnswer => ({
  status: 'succeeded',
  result: {
    answer: '25 days.',
    citations: [],
    model: 'local',
    confidence: 1,
    usage: { inputTokens: 1, outputTokens: 1, embeddingTokens: 0 },
    costUsd: 0.1,
    cache: { status: 'miss', tier: null, similarity: null, ageSeconds: null, retrieval: 'miss' },
    degradation: { level, reasons: [] },
    warnings: [],
    timingsMs,
  },
  cost: COST,
  cacheEntry: null,
  cacheUse: { check: null, origin: null },
});
const missed = (level: DegradationLevel): EndedAnswer => ({
  status: 'failed',
  fault: new Fault('cache-miss', 'No cached answer.'),
  level,
  cost: COST,
});

const run = { record: { tenantId: 'acme', queryId: 'q_1', principalId: 'ada' } } as QueryRun;

it.each([
  ['full', true],
  ['reduced', false],
  ['minimal', false],
  ['maintenance', false],
] as const)(
  'at level %s, counts the day: %s; ledger and metrics are kept all the same',
  async (level, counts) => {
    const days: string[] = [];
    const rows: CostRow[] = [];
    const metrics: string[] = [];
    const recording = {
      ledger: { settle: async (row: CostRow) => void rows.push(row) },
      cacheStats: { count: async (tenantId: string) => void days.push(tenantId) },
      metrics: {
        count: (name: string) => void metrics.push(name),
        observe: () => undefined,
        set: () => undefined,
      },
      logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
      clock: systemClock,
    };
    await recordCosts(run, succeeded(level), recording);
    await recordCosts(run, missed(level), recording);
    expect(days).toHaveLength(counts ? 2 : 0);
    expect(rows).toHaveLength(2);
    expect(metrics).toEqual(['cacheLookups', 'costUsd', 'cacheLookups', 'costUsd']);
  },
);

it('books what the fleet asks itself as nobody’s question and no hit', async () => {
  const rows: CostRow[] = [];
  const metrics: string[] = [];
  const warmed = succeeded('full');
  if (warmed.status !== 'succeeded') throw new Error('It has no result.');
  const hit: EndedAnswer = {
    ...warmed,
    result: { ...warmed.result, cache: { ...warmed.result.cache, status: 'hit', tier: 'exact' } },
  };
  const record = { ...run.record, principalId: warmingPrincipalId('staff') };
  await recordCosts({ ...run, record }, hit, {
    ledger: { settle: async (row: CostRow) => void rows.push(row) },
    cacheStats: { count: () => Promise.reject(new Error('It is in no hit rate.')) },
    metrics: {
      count: (name: string) => void metrics.push(name),
      observe: () => undefined,
      set: () => undefined,
    },
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    clock: systemClock,
  });
  expect(rows).toEqual([expect.objectContaining({ isWarming: true, cacheHit: false, totalUsd: 0.1 })]);
  expect(metrics).toEqual(['costUsd']);
});

it('counts what a run has cost that was canceled or is repeated, which has no row', () => {
  const counted: unknown[] = [];
  const metrics = {
    count: (...given: unknown[]) => void counted.push(given),
    observe: () => undefined,
    set: () => undefined,
  };
  countUnfinished(run, 0.25, { metrics });
  countUnfinished(run, 0, { metrics });
  expect(counted).toEqual([['costUsd', { tenant: run.record.tenantId, model: 'none' }, 0.25]]);
});
