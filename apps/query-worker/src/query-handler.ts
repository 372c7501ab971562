import type { AnswerSettingsStore, Identity, Tenants } from '@ragfleet/identity';
import type { QueryHandler, QueryRecord, Settlement } from '@ragfleet/job-queue';
import { Fault, isFault, type TenantPrincipal } from '@ragfleet/kernel';
import type { AnswerQuestion, EndedAnswer } from '@ragfleet/rag-core';
import { createAnswerEvents } from './answer-events.ts';
import { type CostRecording, countUnfinished, recordCosts } from './record-costs.ts';
import { type QuestionDefaults, questionOf } from './question-of.ts';
import { toQueryError, toQueryResult } from './to-query-result.ts';

export interface QueryHandlerOptions extends CostRecording {
  readonly identity: Pick<Identity, 'principalOfKey'>;
  readonly answerSettings: Pick<AnswerSettingsStore, 'recent'>;
  readonly tenants: Pick<Tenants, 'recent'>;
  readonly answerQuestion: AnswerQuestion;
  readonly defaults: QuestionDefaults;
}

/** From a record to its settlement: access as it is now, the pipeline, the ledger, the contract's words. */
export function createQueryHandler(options: QueryHandlerOptions): QueryHandler {
  const { identity, answerSettings, tenants, answerQuestion, metrics, clock } = options;
  return async (run) => {
    const { record, attempt, queueWaitMs, signal } = run;
    // The wait for another's answer is no wait for a slot.
    if (run.timesWaited === 0) metrics.observe('stageSeconds', { stage: 'queue_wait' }, queueWaitMs / 1_000);
    const [principal, tenantSettings, tenant] = await Promise.all([
      callerOf(identity, record),
      answerSettings.recent(record.tenantId),
      tenants.recent(record.tenantId),
    ]);
    if (principal instanceof Fault) return failed(principal);
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
    const asker = {
      principal,
      tenantSettings,
      allowsCrossRegionFallback: tenant?.allowsCrossRegionFallback === true,
    };
    const onEnded = (outcome: EndedAnswer): Promise<void> => recordCosts(run, outcome, options);
    const outcome = await answerQuestion(questionOf(run, asker, options.defaults), {
      signal,
      emit,
      onProgress: run.noteProgress,
      onEnded,
      onUnfinished: ({ totalUsd }) => countUnfinished(run, totalUsd, options),
    });
    if (outcome.status === 'waiting') return outcome;
    return settlementOf(outcome, queueWaitMs);
  };
}

const REVOKED = new Fault(
  'forbidden',
  'The API key of this query is no longer valid. Ask again with a valid one.',
);

/** Who asks, as of now; the Fault that ends the question when nobody may. */
async function callerOf(
  identity: QueryHandlerOptions['identity'],
  { tenantId, keyId }: QueryRecord,
): Promise<TenantPrincipal | Fault> {
  try {
    return (await identity.principalOfKey(tenantId, keyId)) ?? REVOKED;
  } catch (error) {
    if (isFault(error, 'forbidden')) return error;
    throw error;
  }
}

const failed = (fault: Fault): Settlement => ({ status: 'failed', error: toQueryError(fault) });

function settlementOf(outcome: EndedAnswer, queueWaitMs: number): Settlement {
  if (outcome.status === 'succeeded') {
    const { result, cacheEntry } = outcome;
    return { status: 'succeeded', result: toQueryResult(result, queueWaitMs), cacheEntry };
  }
  const { fault, maskedQuestion } = outcome;
  const error = toQueryError(fault);
  return maskedQuestion === undefined
    ? { status: 'failed', error }
    : { status: 'failed', error, maskedQuestion };
}
