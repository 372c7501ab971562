import { readFleetSpend } from '@ragfleet/cost-ledger';
import { createDegradationLevels, readLaneWaits, readModelHealth } from '@ragfleet/job-queue';
import type { Clock } from '@ragfleet/kernel';
import {
  type AuditLog,
  createFleetRule,
  type RuledChange,
  recordLevelChange,
  type RuleThresholds,
} from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import type { Logger, Metrics } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';

/** Three looks of the reconciler's leader: nobody looked meanwhile. */
const MAX_GAP_MS = 15_000;

/** The rules that lower the fleet's level and raise it again: duties of the reconciler's leader, none where they are off. */
export function openLevelRules(
  config: Config,
  {
    redis,
    audit,
    metrics,
    logger,
    clock,
  }: {
    readonly redis: Redis;
    readonly audit: AuditLog;
    readonly metrics: Pick<Metrics<'degradationChanges'>, 'count'>;
    readonly logger: Logger;
    /** The fleet's: what it reads has times of other machines. */
    readonly clock: Clock;
  },
): readonly (() => Promise<void>)[] {
  const thresholds = thresholdsOf(config);
  const rule = createFleetRule(
    {
      levels: createDegradationLevels({ redis }),
      clock,
      readSigns: async () => ({
        models: await readModelHealth({ redis, clock }),
        waitMs: await readLaneWaits({ redis, clock }),
        spentUsd:
          thresholds.monthlyUsd === null ? null : await readFleetSpend({ redis, nowMs: () => clock.nowMs() }),
      }),
      onChange: async ({ from, to, cause }: RuledChange) => {
        metrics.count('degradationChanges', { scope: 'fleet', by: 'rule', level: to });
        const reason = cause ?? 'recovered';
        const by = { by: 'rule', principalId: 'rule', keyId: null } as const;
        await recordLevelChange({ audit, logger }, { tenantId: null, from, to, reason, ...by });
      },
    },
    {
      ...thresholds,
      enterMs: config.DEGRADATION_ENTER_SECONDS * 1_000,
      leaveMs: config.DEGRADATION_LEAVE_SECONDS * 1_000,
      maxGapMs: MAX_GAP_MS,
    },
  );
  return config.DEGRADATION_RULES === 'on' ? [rule] : [];
}

function thresholdsOf(config: Config): RuleThresholds {
  const seconds = {
    high: config.DEGRADATION_HIGH_WAIT_SECONDS,
    normal: config.DEGRADATION_NORMAL_WAIT_SECONDS,
    low: config.DEGRADATION_LOW_WAIT_SECONDS,
  };
  const waits = Object.entries(seconds).filter(([, wait]) => wait > 0);
  return {
    modelFailureShare: config.DEGRADATION_MODEL_FAILURE_SHARE,
    waitMs: Object.fromEntries(waits.map(([lane, wait]) => [lane, wait * 1_000])),
    monthlyUsd: config.FLEET_MONTHLY_USD ?? null,
  };
}
