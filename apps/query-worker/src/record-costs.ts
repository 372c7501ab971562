import type { CacheAdministration, CacheOutcome, CountedQuery } from '@ragfleet/answer-cache';
import type { QueryRun } from '@ragfleet/job-queue';
import { type Clock, isWarmingPrincipal, toFault } from '@ragfleet/kernel';
import { type CostLedger, type CostRow, type EndedAnswer, LEVELS, type Logger } from '@ragfleet/rag-core';
import { cacheOutcomeOf, type WorkerMetrics } from './telemetry.ts';

/** Where it is written down what a question cost and what the cache did for it. */
export interface CostRecording {
  readonly ledger: CostLedger;
  readonly cacheStats: Pick<CacheAdministration, 'count'>;
  readonly metrics: WorkerMetrics;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** Ledger and statistics. They do not take a paid answer away: a row that is not written is logged. */
export async function recordCosts(
  run: QueryRun,
  outcome: EndedAnswer,
  recording: CostRecording,
): Promise<void> {
  const { record } = run;
  const { metrics, cacheStats, ledger, logger } = recording;
  const tenant = record.tenantId;
  // What the fleet asks itself says nothing about how often people are served.
  const cacheOutcome = isWarmingPrincipal(record.principalId) ? null : cacheOutcomeOf(outcome);
  if (cacheOutcome !== null) {
    metrics.count('cacheLookups', { tenant, outcome: cacheOutcome });
    // Best effort by contract, and nobody waits for it.
    if (keepsStatistics(outcome)) void cacheStats.count(tenant, countedQuery(cacheOutcome, outcome));
  }
  const row = costRowOf(run, outcome, recording.clock.nowMs());
  if (row === null) return;
  metrics.count('costUsd', { tenant, model: row.model }, row.totalUsd);
  try {
    await ledger.settle(row);
  } catch (error) {
    logger.error({ tenant, queryId: record.queryId, kind: toFault(error).kind }, 'cost row not written');
  }
}

/** A run that was canceled or is repeated is on the bill already, call by call, and has no row. */
export function countUnfinished(
  { record }: QueryRun,
  totalUsd: number,
  { metrics }: Pick<CostRecording, 'metrics'>,
): void {
  if (totalUsd > 0) metrics.count('costUsd', { tenant: record.tenantId, model: 'none' }, totalUsd);
}

function keepsStatistics(outcome: EndedAnswer): boolean {
  const level = outcome.status === 'failed' ? outcome.level : outcome.result.degradation.level;
  return LEVELS[level ?? 'full'].keepsStatistics;
}

function countedQuery(outcome: CacheOutcome, answered: EndedAnswer): CountedQuery {
  if (answered.status === 'failed') {
    return {
      outcome,
      check: null,
      reusedRetrieval: false,
      model: null,
      tokens: 0,
      savedUsd: 0,
      origin: null,
    };
  }
  const { result, cost, cacheUse } = answered;
  const { inputTokens, outputTokens, embeddingTokens } = result.usage;
  return {
    outcome,
    check: cacheUse.check,
    reusedRetrieval: result.cache.retrieval === 'hit',
    model: result.model,
    tokens: inputTokens + outputTokens + embeddingTokens,
    savedUsd: cost.savedUsd,
    origin: cacheUse.origin,
  };
}

/** null for a question that failed before it cost anything. */
function costRowOf({ record }: QueryRun, outcome: EndedAnswer, atMs: number): CostRow | null {
  const { tenantId, queryId, principalId } = record;
  const isWarming = isWarmingPrincipal(principalId);
  const names = { tenantId, queryId, principalId, atMs, isWarming };
  if (outcome.status === 'failed') {
    const { cost } = outcome;
    if (cost === undefined || cost.totalUsd === 0) return null;
    return { ...names, ...cost, model: 'none', cacheHit: false };
  }
  const { result, cost } = outcome;
  // Who waited for another's answer has paid for no model either.
  const isHit = result.cache.status === 'hit' || result.cache.status === 'coalesced';
  return { ...names, ...cost, model: result.model ?? 'none', cacheHit: isHit && !isWarming };
}
