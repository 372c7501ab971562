import type { METRICS } from '@ragfleet/contracts';
import type { EndedQuery } from '@ragfleet/job-queue';
import { toFault } from '@ragfleet/kernel';
import type { Budgets, EndedAnswer, MonthlyBudget, Step, Telemetry } from '@ragfleet/rag-core';
import type { CacheOutcome } from '@ragfleet/answer-cache';
import type { Metrics, Tracing } from '@ragfleet/service-runtime';

export type WorkerMetrics = Pick<Metrics<keyof typeof METRICS>, 'count' | 'observe' | 'set'>;

/** Steps under the names of the latency table; the others keep their own. */
const STAGES: Readonly<Partial<Record<Step, string>>> = { recheck: 'fetch' };

/** Core's spans as the stage histogram, and as spans of the query's trace where that is recorded. */
export function createTelemetry(metrics: WorkerMetrics, tracing: Pick<Tracing, 'current'>): Telemetry {
  return {
    span: (step, fromMs, toMs, failure) => {
      metrics.observe('stageSeconds', { stage: STAGES[step] ?? step }, (toMs - fromMs) / 1_000);
      const error = failure === undefined ? null : toFault(failure.error).kind;
      tracing.current()?.tell({ name: step, kind: 'internal', fromMs, toMs, failure: error });
    },
    foreignPassages: (tenant, by, reason) => metrics.count('foreignPassages', { tenant, reason }, by),
    guardHit: (tenant, hit) => metrics.count('guardHits', { tenant, hit }),
    neighborJudged: (tenant, verdict) => metrics.count('cacheJudgments', { tenant, verdict }),
    cacheDecision: (tenant, { tier, outcome, reason, savedUsd }) => {
      metrics.count('cacheDecisions', { tenant, tier, outcome, reason: reason ?? 'none' });
      if (savedUsd > 0) metrics.count('cacheSavedUsd', { tenant, tier }, savedUsd);
    },
  };
}

/** What the cache did for a question, or null when the question ended before it was asked. */
export function cacheOutcomeOf(outcome: EndedAnswer): CacheOutcome | null {
  if (outcome.status === 'failed') return outcome.fault.kind === 'cache-miss' ? 'miss' : null;
  const { status, tier } = outcome.result.cache;
  return status === 'hit' ? (tier ?? 'exact') : status;
}

/** Counts a query that this process has ended. */
export function recordEnded(
  metrics: WorkerMetrics,
  { tenantId, lane, settlement, totalMs }: EndedQuery,
): void {
  metrics.count('queriesFinished', { tenant: tenantId, lane, status: settlement.status });
  if (settlement.status === 'failed')
    metrics.count('queriesFailed', { tenant: tenantId, kind: kindOf(settlement.error.type) });
  if (settlement.status !== 'succeeded') return;
  metrics.observe('totalSeconds', { lane, cache: settlement.result.cache.status }, totalMs / 1_000);
}

/** The kind of fault in an error's type, which is an address that ends with it. */
const kindOf = (type: string): string => type.slice(type.search(/[^/:]*$/));

/** Budgets that also tell how much of each is used. */
export function observeBudgets(budgets: Budgets, metrics: Pick<WorkerMetrics, 'set'>): Budgets {
  return {
    current: async (tenant) => {
      const budget = await budgets.current(tenant);
      if (budget !== null) metrics.set('budgetUsed', { tenant }, usedPart(budget));
      return budget;
    },
  };
}

/** A budget of nothing is used up. */
const usedPart = ({ spentUsd, limitUsd }: MonthlyBudget): number =>
  limitUsd === 0 ? 1 : spentUsd / limitUsd;
