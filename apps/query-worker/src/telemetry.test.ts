import { METRICS, problemTitle, problemType } from '@ragfleet/contracts';
import type { Settlement } from '@ragfleet/job-queue';
import { createMetrics } from '@ragfleet/service-runtime';
import { describe, expect, it } from 'vitest';
import { createTelemetry, observeBudgets, recordEnded } from './telemetry.ts';

const failed = (kind: 'internal' | 'cache-miss'): Settlement => ({
  status: 'failed',
  error: { type: problemType(kind), title: problemTitle(kind), detail: 'x', retryable: false },
});
const ended = { tenantId: 'acme', queryId: 'q_1', lane: 'high', totalMs: 10 } as const;

describe('failed queries', () => {
  it('are counted by the kind of their error, so that a caller’s mistake is not the fleet’s', async () => {
    const metrics = createMetrics(METRICS);
    recordEnded(metrics, { ...ended, settlement: failed('internal') });
    recordEnded(metrics, { ...ended, settlement: failed('cache-miss') });
    recordEnded(metrics, { ...ended, settlement: { status: 'canceled', error: null } });
    const failures = (await metrics.render()).match(/^ragfleet_queries_failed_total\{.*$/gm);
    expect(failures).toEqual([
      'ragfleet_queries_failed_total{tenant="acme",kind="internal"} 1',
      'ragfleet_queries_failed_total{tenant="acme",kind="cache-miss"} 1',
    ]);
  });
});

it('counts what judges of near questions said, by tenant', async () => {
  const metrics = createMetrics(METRICS);
  const telemetry = createTelemetry(metrics, { current: () => null });
  for (const verdict of ['same', 'failed', 'same'] as const) telemetry.neighborJudged?.('acme', verdict);
  expect((await metrics.render()).match(/^ragfleet_cache_judgments_total\{.*$/gm)).toEqual([
    'ragfleet_cache_judgments_total{tenant="acme",verdict="same"} 2',
    'ragfleet_cache_judgments_total{tenant="acme",verdict="failed"} 1',
  ]);
});

describe('budgets', () => {
  const usedOf = async (limitUsd: number | null): Promise<string | undefined> => {
    const metrics = createMetrics(METRICS);
    const budget = limitUsd === null ? null : ({ limitUsd, spentUsd: 9, action: 'degrade' } as const);
    const observed = observeBudgets({ current: () => Promise.resolve(budget) }, metrics);
    expect(await observed.current('acme')).toEqual(budget);
    return /^ragfleet_budget_used_ratio\{tenant="acme"\} (.*)$/m.exec(await metrics.render())?.[1];
  };

  it('tell how much of them is used', async () => {
    expect(await usedOf(10)).toBe('0.9');
  });

  it('of nothing are used up', async () => {
    expect(await usedOf(0)).toBe('1');
  });

  it('that do not exist tell nothing', async () => {
    expect(await usedOf(null)).toBeUndefined();
  });
});
