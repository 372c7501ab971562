import {
  deliveryList,
  type DeliveryResource,
  deliveryResource,
  LIMITS,
  listOf,
  periodEndMs,
  periodStartMs,
  type RedeliveryResource,
  redeliveryResource,
  redeliverySubmission,
} from '@ragfleet/contracts';
import type { Deliveries, DeliveryAttempt, DeliveryRecord } from '@ragfleet/job-queue';
import { Fault } from '@ragfleet/kernel';
import { tenantRoute } from '../http/define-route.ts';
import { accepted, list } from '../http/replies.ts';
import type { Route } from '../http/route.ts';
import type { ListLimiter } from '../http/list-limiter.ts';
import { deliveryParams } from './ids.ts';
import { MAY_ADMINISTER } from './permissions.ts';
import { optionalTimestamp, timestamp } from './timestamps.ts';

export interface DeliveryRoutePorts {
  readonly deliveries: Deliveries;
  readonly walks: ListLimiter;
}

/** The log of the tenant's webhooks, and what is sent again of it. */
export function deliveryRoutes(ports: DeliveryRoutePorts): Route[] {
  return [listRoute(ports), redeliverRoute(ports), redeliverRangeRoute(ports)];
}

function listRoute({ deliveries, walks }: DeliveryRoutePorts): Route {
  return tenantRoute(
    MAY_ADMINISTER,
    {
      method: 'get',
      path: '/v1/webhook-deliveries',
      operationId: 'listWebhookDeliveries',
      summary: 'List webhook deliveries, newest first',
      tag: 'Webhooks',
      query: deliveryList,
      replies: { 200: { description: 'The deliveries.', schema: listOf(deliveryResource) } },
      faults: ['overloaded'],
    },
    async ({ caller, query, signal }) => {
      const wanted = {
        tenantId: caller.tenantId,
        subjectId: query.query_id ?? null,
        status: query.status ?? null,
        limit: query.limit,
        startingAfter: query.starting_after ?? null,
      };
      const isWalk = wanted.status !== null && wanted.subjectId === null;
      using _ = isWalk ? await walks.take(caller.tenantId, signal) : null;
      const { records, hasMore } = await deliveries.list(wanted, signal);
      return list(records.map(toDeliveryResource), hasMore);
    },
  );
}

function redeliverRoute({ deliveries }: DeliveryRoutePorts): Route {
  return tenantRoute(
    MAY_ADMINISTER,
    {
      method: 'post',
      path: '/v1/webhook-deliveries/{id}/redeliver',
      operationId: 'redeliverWebhook',
      summary: 'Send a webhook again, from its first attempt on',
      tag: 'Webhooks',
      params: deliveryParams,
      replies: { 202: { description: 'Will be sent again.', schema: deliveryResource } },
      audits: 'webhook.redeliver',
      faults: ['not-found'],
    },
    async ({ caller, params }) => {
      const record = await deliveries.redeliver(caller.tenantId, params.id);
      if (record === null)
        throw new Fault('not-found', 'There is no such delivery, or it is no longer kept.');
      return accepted(toDeliveryResource(record));
    },
  );
}

function redeliverRangeRoute({ deliveries }: DeliveryRoutePorts): Route {
  return tenantRoute(
    MAY_ADMINISTER,
    {
      method: 'post',
      path: '/v1/webhook-deliveries/redeliver',
      operationId: 'redeliverWebhooks',
      summary: 'Send the webhooks of a time again, oldest first: dead letters, or what arrived',
      tag: 'Webhooks',
      body: { schema: redeliverySubmission, maxBytes: LIMITS.queryBodyBytes },
      replies: { 202: { description: 'So many will be sent again.', schema: redeliveryResource } },
      audits: 'webhook.redeliver',
      auditTarget: ({ body }) =>
        `${body.status} from ${body.from ?? 'the first'} to ${body.to ?? 'the last'}`,
      faults: ['rate-limited'],
    },
    async ({ caller, body }) => {
      const { count, nextFromMs } = await deliveries.redeliverRange({
        tenantId: caller.tenantId,
        status: body.status,
        fromMs: body.from === undefined ? null : periodStartMs(body.from),
        toMs: body.to === undefined ? null : periodEndMs(body.to),
        limit: body.limit,
      });
      const resource: RedeliveryResource = {
        object: 'webhook_redelivery',
        count,
        next_from: optionalTimestamp(nextFromMs),
      };
      return accepted(resource);
    },
  );
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
