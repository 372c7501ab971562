import { queueNameOfLane } from '@ragfleet/contracts';
import { NO_TRACING, type SpanStart, type Tracing } from '@ragfleet/service-runtime';
import type { OpenQueues } from './open-queues.ts';

/** The queues, whose jobs take the trace of the request along that submits them. */
export function tracedQueues(queues: OpenQueues, tracing: Tracing): OpenQueues {
  if (tracing === NO_TRACING) return queues;
  const { queryService, ingestQueue } = queues;
  return {
    ...queues,
    queryService: {
      ...queryService,
      submit: (command) => {
        const { tenantId } = command.principal;
        const start = publishTo(queueNameOfLane(command.lane), tenantId, { 'ragfleet.lane': command.lane });
        return tracing.child(start, async (span) => {
          if (span === null) return queryService.submit(command);
          const admitted = await queryService.submit({ ...command, traceparent: span.traceparent });
          span.set({
            'ragfleet.query.id': admitted.record.queryId,
            'ragfleet.query.replayed': admitted.replayed,
          });
          return admitted;
        });
      },
    },
    ingestQueue: {
      ...ingestQueue,
      enqueue: (job) => {
        const { tenantId, ingestionId } = job;
        const start = publishTo('ingest', tenantId, { 'ragfleet.ingestion.id': ingestionId });
        return tracing.child(start, (span) =>
          ingestQueue.enqueue(span === null ? job : { ...job, trace: span.traceparent }),
        );
      },
    },
  };
}

const publishTo = (queue: string, tenantId: string, more: Readonly<Record<string, string>>): SpanStart => ({
  name: `publish ${queue}`,
  kind: 'producer',
  attributes: {
    'messaging.system': 'bullmq',
    'messaging.destination.name': queue,
    'ragfleet.tenant.id': tenantId,
    ...more,
  },
});
