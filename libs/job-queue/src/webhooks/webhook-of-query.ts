import { type QueryResource, WEBHOOK_QUERY_EVENTS } from '@ragfleet/contracts';
import { deliveryIdOf, type QueryRecord } from '../queries/contract.ts';
import type { NewDelivery } from './contract.ts';
import { encodeWebhook } from './webhook-body.ts';

/** A webhook that is to be delivered, and its bytes. */
export interface QueryWebhook {
  readonly delivery: NewDelivery;
  readonly body: Buffer;
}

/** The webhook of a query that has ended, the same bytes whoever makes it; null where nobody asked to be told of such an end. */
export function webhookOfQuery(
  record: QueryRecord,
  toResource: (record: QueryRecord) => QueryResource,
): QueryWebhook | null {
  const { tenantId, principalId, keyId, queryId: subjectId, traceparent = null } = record;
  const { callback } = record.submission;
  const event = WEBHOOK_QUERY_EVENTS.find((name) => name === `query.${record.status}`);
  if (callback === undefined || event === undefined || !callback.events.includes(event)) return null;
  const deliveryId = deliveryIdOf(subjectId, event);
  const timestamp = new Date(record.finishedAtMs ?? record.createdAtMs).toISOString();
  const message = { type: event, timestamp, data: { ...toResource(record) } };
  return {
    delivery: { tenantId, deliveryId, subjectId, principalId, keyId, event, url: callback.url, traceparent },
    body: encodeWebhook(message, callback.include_result),
  };
}
