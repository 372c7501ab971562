import type { DeliveryHandler } from '@ragfleet/job-queue';
import type { Logger, Metrics } from '@ragfleet/service-runtime';
import type { WebhookSender } from '@ragfleet/webhook-delivery';

export interface DeliverOptions {
  readonly sender: WebhookSender;
  readonly metrics: Pick<Metrics<'webhookAttempts'>, 'count'>;
  readonly logger: Pick<Logger, 'info'>;
}

/** One attempt, counted and logged. The URL stays out of the log: it may hold a token. */
export function createDeliver({ sender, metrics, logger }: DeliverOptions): DeliveryHandler {
  return async ({ record, body, attempt, signal }) => {
    const { tenantId, deliveryId, subjectId, url } = record;
    const result = await sender.send({ tenantId, webhookId: deliveryId, url, body }, signal);
    metrics.count('webhookAttempts', { tenant: tenantId, outcome: result.outcome });
    const reason = result.outcome === 'delivered' ? null : result.error;
    const { outcome, httpStatus } = result;
    logger.info(
      { tenant: tenantId, deliveryId, subjectId, attempt, outcome, httpStatus, reason },
      'webhook attempted',
    );
    return result;
  };
}
