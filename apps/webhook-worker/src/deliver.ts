import type { DeliveryResult } from '@ragfleet/contracts';
import type { DeliveryAttemptRequest, DeliveryHandler } from '@ragfleet/job-queue';
import type { Logger, Metrics, SpanStart, TraceSpan, Tracing } from '@ragfleet/service-runtime';
import type { WebhookSender } from '@ragfleet/webhook-delivery';

export interface DeliverOptions {
  readonly sender: WebhookSender;
  readonly metrics: Pick<Metrics<'webhookAttempts'>, 'count'>;
  readonly logger: Pick<Logger, 'info'>;
  readonly tracing: Pick<Tracing, 'continued'>;
}

/** One attempt, counted, logged and traced. The URL stays out of all three: it may hold a token. */
export function createDeliver({ sender, metrics, logger, tracing }: DeliverOptions): DeliveryHandler {
  const send = async (
    { record, body, attempt, signal }: DeliveryAttemptRequest,
    span: TraceSpan | null,
  ): Promise<DeliveryResult> => {
    const { tenantId, deliveryId, subjectId, url } = record;
    const traced = span === null ? {} : { traceparent: span.traceparent };
    const result = await sender.send({ tenantId, webhookId: deliveryId, url, body, ...traced }, signal);
    metrics.count('webhookAttempts', { tenant: tenantId, outcome: result.outcome });
    const reason = result.outcome === 'delivered' ? null : result.error;
    const { outcome, httpStatus } = result;
    logger.info(
      { tenant: tenantId, deliveryId, subjectId, attempt, outcome, httpStatus, reason },
      'webhook attempted',
    );
    if (span !== null) noteResult(span, result);
    return result;
  };
  return (request) =>
    tracing.continued(request.record.traceparent ?? null, spanOf(request), (span) => send(request, span));
}

const spanOf = ({ record, attempt }: DeliveryAttemptRequest): SpanStart => ({
  name: `deliver ${record.event}`,
  kind: 'client',
  attributes: {
    'http.request.method': 'POST',
    'ragfleet.tenant.id': record.tenantId,
    'ragfleet.subject.id': record.subjectId,
    'ragfleet.delivery.id': record.deliveryId,
    'ragfleet.delivery.attempt': attempt,
  },
});

function noteResult(span: TraceSpan, { outcome, httpStatus }: DeliveryResult): void {
  span.set({
    'ragfleet.delivery.outcome': outcome,
    'http.response.status_code': httpStatus ?? undefined,
  });
  if (outcome !== 'delivered') span.fail(httpStatus === null ? outcome : String(httpStatus));
}
