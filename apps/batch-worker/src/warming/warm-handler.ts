import type { WarmHandler, WarmRun } from '@ragfleet/job-queue';
import type { Clock } from '@ragfleet/kernel';
import type { WarmCache, WarmReport } from '@ragfleet/rag-core';
import type { Logger, Metrics } from '@ragfleet/service-runtime';

export interface WarmHandlerOptions {
  readonly warmCache: WarmCache;
  readonly popular: { readonly questions: number; readonly minPeople: number };
  readonly metrics: Pick<Metrics, 'count'>;
  readonly logger: Pick<Logger, 'info'>;
  readonly clock: Clock;
}

/** Done by the morning. */
const RUN_MS = 2 * 3_600_000;
const OUTCOMES = ['refreshed', 'skipped', 'failed'] as const;

/** One job of the queue `warm`: one run, and the news of it. */
export function createWarmHandler(options: WarmHandlerOptions): WarmHandler {
  const { warmCache, popular, metrics, clock } = options;
  return async (run) => {
    const { tenantId, warmId, trigger, groups, topN, signal } = run;
    const deadlineAtMs = clock.nowMs() + RUN_MS;
    const taken = { ...popular, ...(topN !== null && { questions: topN }) };
    const command = {
      tenantId,
      warmId,
      groups: groups ?? [],
      popular: groups !== null && topN === null ? null : taken,
      deadlineAtMs,
    };
    const report = await warmCache(command, { signal, onProgress: (done) => run.progress(done) }).catch(
      (error: unknown) => {
        metrics.count('warmingRuns', { tenant: tenantId, trigger, outcome: 'failed' });
        throw error;
      },
    );
    tell(run, report, options);
    return report;
  };
}

function tell(
  { tenantId: tenant, warmId, trigger }: WarmRun,
  report: WarmReport,
  options: WarmHandlerOptions,
): void {
  const { metrics, logger } = options;
  metrics.count('warmingRuns', { tenant, trigger, outcome: report.stopped ?? 'finished' });
  for (const outcome of OUTCOMES) metrics.count('warmedQuestions', { tenant, outcome }, report[outcome]);
  metrics.count('warmingUsd', { tenant }, report.spentUsd);
  logger.info({ tenant, warmId, trigger, ...report }, 'cache warmed');
}
