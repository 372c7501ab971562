import { queueNameOfLane } from '@ragfleet/contracts';
import type { Waiting, QueryHandler, QueryRun, Settlement } from '@ragfleet/job-queue';
import type { SpanAttributes, TraceSpan, Tracing } from '@ragfleet/service-runtime';

/** The handler, whose runs continue the trace of the request that asked. */
export function tracedQueries(handler: QueryHandler, tracing: Pick<Tracing, 'continued'>): QueryHandler {
  return (run) => {
    const { traceparent = null } = run.record;
    if (traceparent === null) return handler(run);
    const { lane } = run.record;
    const start = {
      name: `process ${queueNameOfLane(lane)}`,
      kind: 'consumer',
      attributes: attributesOf(run),
    } as const;
    return tracing.continued(traceparent, start, async (span) => {
      const outcome = await handler(run);
      if (span !== null) noteOutcome(span, outcome);
      return outcome;
    });
  };
}

const attributesOf = ({ record, attempt, timesWaited, queueWaitMs }: QueryRun): SpanAttributes => ({
  'messaging.system': 'bullmq',
  'messaging.destination.name': queueNameOfLane(record.lane),
  'ragfleet.tenant.id': record.tenantId,
  'ragfleet.query.id': record.queryId,
  'ragfleet.lane': record.lane,
  'ragfleet.attempt': attempt,
  'ragfleet.times_waited': timesWaited,
  'ragfleet.queue_wait_ms': Math.round(queueWaitMs),
});

function noteOutcome(span: TraceSpan, outcome: Settlement | Waiting): void {
  span.set({ 'ragfleet.query.status': outcome.status });
  if (outcome.status === 'succeeded') span.set(resultAttributes(outcome.result));
  // The end of the type of a problem is the kind of its fault.
  if (outcome.status === 'failed') span.fail(outcome.error.type.replace(/^.*\//, ''));
}

type Result = Extract<Settlement, { status: 'succeeded' }>['result'];

const resultAttributes = ({
  cache,
  degradation,
  model,
  usage,
  cost_usd: costUsd,
}: Result): SpanAttributes => ({
  'ragfleet.cache.status': cache.status,
  'ragfleet.cache.tier': cache.tier ?? undefined,
  'ragfleet.cache.retrieval': cache.retrieval,
  'ragfleet.degradation.level': degradation.level,
  'ragfleet.degradation.reasons': degradation.reasons.join(',') || undefined,
  'ragfleet.cost_usd': costUsd,
  'gen_ai.response.model': model ?? undefined,
  'gen_ai.usage.input_tokens': usage.input_tokens,
  'gen_ai.usage.output_tokens': usage.output_tokens,
});
