import type { LaneSlots } from '@ragfleet/job-queue';
import type { PriceList } from '@ragfleet/pricing';
import { type AnswerSettings, DEFAULT_ANSWER_SETTINGS } from '@ragfleet/rag-core';
import type { Config } from './config.ts';
import type { QueryHandlerOptions } from './query-handler.ts';

/** The configuration in the pipeline's words. */
export function answerSettings(config: Config, prices: PriceList): AnswerSettings {
  return {
    maxContextTokens: config.MAX_CONTEXT_TOKENS,
    maxOutputTokens: config.MAX_OUTPUT_TOKENS,
    compressesPrompt: DEFAULT_ANSWER_SETTINGS.compressesPrompt,
    targetLatencyMs: config.TARGET_LATENCY_MS,
    isPiiDetectionOn: config.ENABLE_PII_DETECTION,
    auditsAllQueries: config.AUDIT_ALL_QUERIES,
    internalEmailDomains: config.INTERNAL_EMAIL_DOMAINS,
    prices,
    cache: {
      ...DEFAULT_ANSWER_SETTINGS.cache,
      budgetMs: config.CACHE_BUDGET_MS,
      semanticThreshold: config.SEMANTIC_CACHE_THRESHOLD ?? null,
      staleSeconds: config.CACHE_STALE_SECONDS,
      judge:
        config.CACHE_JUDGE === 'on'
          ? { model: config.CACHE_JUDGE_MODEL ?? null, budgetMs: config.CACHE_JUDGE_MS }
          : null,
      // Entries of a fleet without a region are no region's.
      region: config.REGION ?? 'none',
    },
  };
}

export function handlerDefaults(config: Config): QueryHandlerOptions['defaults'] {
  return { quality: config.QUALITY_THRESHOLD, cacheTtlSeconds: Math.round(config.CACHE_TTL_HOURS * 3_600) };
}

export function laneSlots(config: Config): LaneSlots {
  const { HIGH_SLOTS: high, NORMAL_SLOTS: normal, LOW_SLOTS: low, SHARED_SLOTS: shared } = config;
  return { reserved: { high, normal, low }, shared };
}

/** Queries that may run at once in all lanes. */
export const slotCount = ({ reserved, shared }: LaneSlots): number =>
  Object.values(reserved).reduce((sum, slots) => sum + slots, shared);
