import type { CacheAdministration } from '@ragfleet/answer-cache';
import type { Identity } from '@ragfleet/identity';
import type { Parking, QueryHandler, QueryRun, Settlement } from '@ragfleet/job-queue';
import { type Clock, Fault, type TenantPrincipal, toFault } from '@ragfleet/kernel';
import type {
  AnswerQuestion,
  CostLedger,
  CostRow,
  EndedAnswer,
  Logger,
  Quality,
  Question,
} from '@ragfleet/rag-core';
import { createAnswerEvents } from './answer-events.ts';
import { cacheOutcomeOf, type WorkerMetrics } from './telemetry.ts';
import { toQueryError, toQueryResult } from './to-query-result.ts';

export interface QueryHandlerOptions {
  readonly identity: Pick<Identity, 'principalOfKey'>;
  readonly answerQuestion: AnswerQuestion;
  readonly ledger: CostLedger;
  readonly cacheStats: Pick<CacheAdministration, 'count'>;
  readonly metrics: WorkerMetrics;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly defaults: { readonly quality: Quality; readonly cacheTtlSeconds: number };
}

/** From a record to its settlement: access as it is now, the pipeline, the ledger, the contract's words. */
export function createQueryHandler(options: QueryHandlerOptions): QueryHandler {
  const { identity, answerQuestion, metrics, clock } = options;
  return async (run) => {
    const { record, attempt, queueWaitMs, signal } = run;
    // The wait for another's answer is no wait for a slot.
    if (run.timesParked === 0) metrics.observe('stageSeconds', { stage: 'queue_wait' }, queueWaitMs / 1_000);
    const principal = await identity.principalOfKey(record.tenantId, record.keyId);
    if (principal === null) return failed(REVOKED);
    const onFirstToken = (): void =>
      metrics.observe(
        'firstTokenSeconds',
        { lane: record.lane },
        (clock.nowMs() - record.createdAtMs) / 1_000,
      );
    const emit = createAnswerEvents({
      writer: run.events,
      attempt,
      startsOver: run.startsOver,
      onFirstToken,
    });
    const outcome = await answerQuestion(questionOf(run, principal, options.defaults), { signal, emit });
    if (outcome.status === 'waiting') return { ...outcome, status: 'parked' } satisfies Parking;
    await keepAccounts(run, outcome, options);
    return settlementOf(outcome, queueWaitMs);
  };
}

const REVOKED = new Fault(
  'forbidden',
  'The API key of this query is no longer valid. Ask again with a valid one.',
);

const failed = (fault: Fault): Settlement => ({ status: 'failed', error: toQueryError(fault) });

function settlementOf(outcome: EndedAnswer, queueWaitMs: number): Settlement {
  if (outcome.status === 'succeeded') {
    return { status: 'succeeded', result: toQueryResult(outcome.result, queueWaitMs) };
  }
  const { fault, maskedQuestion } = outcome;
  const error = toQueryError(fault);
  return maskedQuestion === undefined
    ? { status: 'failed', error }
    : { status: 'failed', error, maskedQuestion };
}

function questionOf(
  { record, changes, timesParked, mayPark }: QueryRun,
  principal: TenantPrincipal,
  defaults: QueryHandlerOptions['defaults'],
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
    },
    changes,
    lane: record.lane,
    timesParked,
    mayWait: mayPark,
  };
}

/** Ledger and statistics. They do not take a paid answer away: a row that is not written is logged. */
async function keepAccounts(
  run: QueryRun,
  outcome: EndedAnswer,
  options: QueryHandlerOptions,
): Promise<void> {
  const { record } = run;
  const { metrics, cacheStats, ledger, logger } = options;
  const tenant = record.tenantId;
  const cacheOutcome = cacheOutcomeOf(outcome);
  if (cacheOutcome !== null) {
    metrics.count('cacheLookups', { tenant, outcome: cacheOutcome });
    // Best effort by contract, and nobody waits for it.
    void cacheStats.count(tenant, cacheOutcome);
  }
  if (outcome.status === 'failed') return;
  const row = costRowOf(run, outcome, options.clock.nowMs());
  metrics.count('costUsd', { tenant, model: row.model }, row.totalUsd);
  try {
    await ledger.settle(row);
  } catch (error) {
    logger.error({ tenant, queryId: record.queryId, kind: toFault(error).kind }, 'cost row not written');
  }
}

function costRowOf(
  { record }: QueryRun,
  outcome: Extract<EndedAnswer, { status: 'succeeded' }>,
  atMs: number,
): CostRow {
  const { result, cost } = outcome;
  return {
    tenantId: record.tenantId,
    queryId: record.queryId,
    principalId: record.principalId,
    atMs,
    model: result.model ?? 'none',
    ...cost,
    // Who waited for another's answer has paid for no model either.
    cacheHit: result.cache.status === 'hit' || result.cache.status === 'coalesced',
  };
}
