import { createHash } from 'node:crypto';
import { redactOutput } from '@ragfleet/guards';
import { canonicalAccess, isFault } from '@ragfleet/kernel';
import type { AnswerResult, DegradationLevel } from '../ports/answers.ts';
import type { CachedAnswer, CacheScope, CacheStamp } from '../ports/operations.ts';
import type { SearchScope } from '../ports/passages.ts';
import type { CleanQuestion } from './clean-question.ts';
import type { NumberedPassage } from './fill-context.ts';
import type { QueryRun } from './query-run.ts';

/** Where an answer is kept, and the state of access and documents under which it may be taken from there. */
export interface CachePlace {
  readonly scope: CacheScope;
  readonly stamp: CacheStamp;
}

/** Raised when prompts, citations or guards change what the same question is answered. */
const PIPELINE_VERSION = '1';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export function cachePlace(
  run: QueryRun,
  { access, namespaces }: SearchScope,
  clean: CleanQuestion,
): CachePlace {
  const { question, ports } = run;
  const { standard, premium } = ports.models;
  return {
    scope: {
      tenantId: access.tenantId,
      question: clean.text,
      namespaces,
      quality: question.quality,
      model: question.model ?? `routed:${standard.name}:${premium.name}`,
      topK: question.topK,
      embeddingModel: ports.embedder.model,
      promptVersion: PIPELINE_VERSION,
      historyDigest: clean.history.length === 0 ? '' : sha256(JSON.stringify(clean.history)),
    },
    stamp: { access: sha256(canonicalAccess(access)), changes: question.changes },
  };
}

/** The stored answer when the mode allows reading; notes a cache that is away. */
export async function readCache(run: QueryRun, place: CachePlace): Promise<CachedAnswer | null> {
  const { mode } = run.question.cache;
  if (mode === 'bypass' || mode === 'refresh') return null;
  const { hit, isAvailable } = await run.ports.cache.lookup(place.scope, place.stamp, run.signal);
  if (!isAvailable) run.reasons.add('cache-unavailable');
  return hit;
}

/** A cached answer under the filter as it is today, free of charge, in the same shape and with the same events as a new one. */
export function replay(
  run: QueryRun,
  cached: CachedAnswer,
  service: { readonly level: DegradationLevel; readonly streams: boolean },
): AnswerResult {
  const filtered = (text: string): string => {
    const { text: shown, redactions } = redactOutput(text, run.ports.settings);
    if (redactions > 0) run.warnings.add('filtered-output');
    return shown;
  };
  for (const warning of cached.result.warnings) run.warnings.add(warning);
  const answer = filtered(cached.result.answer);
  const citations = cached.result.citations.map((citation) => ({
    ...citation,
    quote: filtered(citation.quote),
  }));
  if (service.streams) run.emit({ type: 'token', text: answer, run: 1 });
  if (service.streams) for (const citation of citations) run.emit({ type: 'citation', citation });
  const ageSeconds = Math.max(0, Math.round((run.ports.clock.nowMs() - cached.storedAtMs) / 1_000));
  return {
    ...cached.result,
    answer,
    citations,
    usage: { inputTokens: 0, outputTokens: 0, embeddingTokens: 0 },
    costUsd: 0,
    cache: { status: 'hit', tier: 'exact', similarity: null, ageSeconds, retrieval: 'miss' },
    degradation: { level: service.level, reasons: [...run.reasons] },
    warnings: [...run.warnings],
    timingsMs: run.timings(),
  };
}

const MUST_NOT_BE_SHARED: readonly string[] = [
  'no-answer',
  'uncited-answer',
  'truncated-answer',
  'faster-model',
];

/**
 * Stores a complete, cited, filtered, undegraded answer, unless documents or access have changed since its search.
 * Never fails the query.
 */
export async function storeAnswer(
  run: QueryRun,
  place: CachePlace,
  result: AnswerResult,
  context: readonly NumberedPassage[],
): Promise<void> {
  const { question, ports, signal } = run;
  const isWanted = question.cache.mode === 'default' || question.cache.mode === 'refresh';
  const isSound = result.model !== null && run.reasons.size === 0 && result.citations.length > 0;
  if (!isWanted || !isSound || MUST_NOT_BE_SHARED.some((warning) => run.warnings.has(warning))) return;
  try {
    if ((await ports.changes.current(question.principal.tenantId)) !== question.changes) return;
    const evidence = context.map(({ passage: { passageId, contentHash } }) => ({ passageId, contentHash }));
    const stored: CachedAnswer = { result, storedAtMs: ports.clock.nowMs(), evidence };
    await ports.cache.store(place.scope, place.stamp, stored, question.cache.ttlSeconds, signal);
  } catch (error) {
    signal.throwIfAborted();
    const kind = isFault(error) ? error.kind : 'internal';
    ports.logger.warn({ queryId: question.queryId, kind }, 'answer not cached');
  }
}
