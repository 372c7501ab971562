import type { Deliveries, IngestHandler } from '@ragfleet/job-queue';
import type { Tracing } from '@ragfleet/service-runtime';

/** The handler, whose runs continue the trace of whoever submitted the documents. */
export function tracedIngestion(handler: IngestHandler, tracing: Pick<Tracing, 'continued'>): IngestHandler {
  return (job, run) => {
    const attributes = {
      'messaging.system': 'bullmq',
      'messaging.destination.name': 'ingest',
      'ragfleet.tenant.id': job.tenantId,
      'ragfleet.ingestion.id': job.ingestionId,
      'ragfleet.attempt': run.attempt,
    };
    const start = { name: 'process ingest', kind: 'consumer', attributes } as const;
    return tracing.continued(job.trace ?? null, start, async (span) => {
      const result = await handler(job, run);
      span?.set({ 'ragfleet.ingestion.status': result.status });
      return result;
    });
  };
}

/** Deliveries that continue the trace of the run that makes them. */
export function tracedDeliveries(
  deliveries: Pick<Deliveries, 'create'>,
  tracing: Pick<Tracing, 'current'>,
): Pick<Deliveries, 'create'> {
  return {
    create: (delivery, body) =>
      deliveries.create({ ...delivery, traceparent: tracing.current()?.traceparent ?? null }, body),
  };
}
