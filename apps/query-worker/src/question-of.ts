import type { QueryRun } from '@ragfleet/job-queue';
import { isWarmingPrincipal, type TenantPrincipal } from '@ragfleet/kernel';
import type { Quality, Question, TenantAnswerSettings } from '@ragfleet/rag-core';

/** What a question gets that names nothing. */
export interface QuestionDefaults {
  readonly quality: Quality;
  readonly cacheTtlSeconds: number;
}

/** Who asks, and how their tenant wants it answered, both as they are now. */
export interface Asker {
  readonly principal: TenantPrincipal;
  readonly tenantSettings: TenantAnswerSettings;
  readonly allowsCrossRegionFallback: boolean;
}

/** A record as the pipeline's question, with the caller's access as it is now. */
export function questionOf(
  { record, changes, timesWaited, mayWait }: QueryRun,
  { principal, tenantSettings, allowsCrossRegionFallback }: Asker,
  defaults: QuestionDefaults,
): Question {
  const { submission } = record;
  return {
    queryId: record.queryId,
    principal,
    text: submission.question,
    history: submission.history,
    namespaces: submission.namespaces ?? null,
    quality: submission.quality ?? defaults.quality,
    topK: submission.top_k,
    model: submission.model,
    // A session of one's own, or else all questions of one credential are one session.
    sessionId: submission.session_id ?? record.keyId,
    cache: {
      mode: submission.cache.mode,
      ttlSeconds: submission.cache.ttl_seconds ?? defaults.cacheTtlSeconds,
      semanticThreshold: submission.cache.semantic_threshold ?? null,
    },
    changes,
    lane: record.lane,
    timesWaited,
    mayWait,
    isWarming: isWarmingPrincipal(principal.principalId),
    tenantSettings,
    allowsCrossRegionFallback,
    deadlineAtMs: record.deadlineAtMs,
  };
}
