import {
  deliveryList,
  type DeliveryResource,
  deliveryResource,
  listOf,
  webhookSecretResource,
} from '@ragfleet/contracts';
import type { WebhookSecrets } from '@ragfleet/identity';
import type { Deliveries, DeliveryAttempt, DeliveryRecord } from '@ragfleet/job-queue';
import { Fault } from '@ragfleet/kernel';
import { tenantRoute } from '../http/define-route.ts';
import { accepted, list, ok } from '../http/replies.ts';
import type { Reply, Route } from '../http/route.ts';
import { deliveryParams } from './ids.ts';
import { MAY_ADMINISTER } from './permissions.ts';
import { optionalTimestamp, timestamp } from './timestamps.ts';

export interface WebhookRoutePorts {
  readonly webhookSecrets: WebhookSecrets;
  readonly deliveries: Deliveries;
}

export function webhookRoutes(ports: WebhookRoutePorts): Route[] {
  return [...secretRoutes(ports), ...deliveryRoutes(ports)];
}

function secretRoutes({ webhookSecrets }: WebhookRoutePorts): Route[] {
  const replies = {
    200: { description: 'All that verify now, newest first.', schema: webhookSecretResource },
  };
  const reply = (secrets: readonly string[]): Reply =>
    ok({ object: 'webhook_secret', secret: secrets[0], secrets });
  return [
    tenantRoute(
      MAY_ADMINISTER,
      {
        method: 'get',
        path: '/v1/webhook-secret',
        operationId: 'getWebhookSecret',
        summary: 'Read the secrets that sign webhooks',
        tag: 'Webhooks',
        replies,
      },
      async ({ caller }) => reply(await webhookSecrets.current(caller.tenantId)),
    ),
    tenantRoute(
      MAY_ADMINISTER,
      {
        method: 'post',
        path: '/v1/webhook-secret/rotate',
        operationId: 'rotateWebhookSecret',
        summary: 'Make a new secret; the one before stays valid for 24 h',
        tag: 'Webhooks',
        replies,
        faults: ['conflict'],
      },
      async ({ caller }) => reply(await webhookSecrets.rotate(caller.tenantId)),
    ),
  ];
}

function deliveryRoutes({ deliveries }: WebhookRoutePorts): Route[] {
  return [
    tenantRoute(
      MAY_ADMINISTER,
      {
        method: 'get',
        path: '/v1/webhook-deliveries',
        operationId: 'listWebhookDeliveries',
        summary: 'List webhook deliveries, newest first',
        tag: 'Webhooks',
        query: deliveryList,
        replies: { 200: { description: 'The deliveries.', schema: listOf(deliveryResource) } },
      },
      async ({ caller, query }) => {
        const records = await deliveries.list({
          tenantId: caller.tenantId,
          subjectId: query.query_id ?? null,
          status: query.status ?? null,
          limit: query.limit,
        });
        return list(records.map(toDeliveryResource));
      },
    ),
    tenantRoute(
      MAY_ADMINISTER,
      {
        method: 'post',
        path: '/v1/webhook-deliveries/{id}/redeliver',
        operationId: 'redeliverWebhook',
        summary: 'Send a webhook again, from its first attempt on',
        tag: 'Webhooks',
        params: deliveryParams,
        replies: { 202: { description: 'Will be sent again.', schema: deliveryResource } },
        faults: ['not-found'],
      },
      async ({ caller, params }) => {
        const record = await deliveries.redeliver(caller.tenantId, params.id);
        if (record === null)
          throw new Fault('not-found', 'There is no such delivery, or it is no longer kept.');
        return accepted(toDeliveryResource(record));
      },
    ),
  ];
}

function toDeliveryResource(record: DeliveryRecord): DeliveryResource {
  return {
    id: record.deliveryId,
    object: 'webhook_delivery',
    subject_id: record.subjectId,
    query_id: record.event === 'ingestion.finished' ? null : record.subjectId,
    event: record.event,
    url: record.url,
    status: record.status,
    reason: record.reason,
    created_at: timestamp(record.createdAtMs),
    finished_at: optionalTimestamp(record.finishedAtMs),
    attempts: record.attempts.map(toAttempt),
  };
}

const toAttempt = ({ atMs, durationMs, httpStatus, error }: DeliveryAttempt) => ({
  at: timestamp(atMs),
  duration_ms: durationMs,
  http_status: httpStatus,
  error,
});
