import { endpointList, type EndpointResource, endpointResource, listOf } from '@ragfleet/contracts';
import type { Deliveries, Endpoint } from '@ragfleet/job-queue';
import { Fault } from '@ragfleet/kernel';
import { tenantRoute } from '../http/define-route.ts';
import { list, ok } from '../http/replies.ts';
import type { Route } from '../http/route.ts';
import { endpointParams } from './ids.ts';
import { MAY_ADMINISTER } from './permissions.ts';
import { optionalTimestamp, timestamp } from './timestamps.ts';

interface EndpointRoutePorts {
  readonly deliveries: Pick<Deliveries, 'endpoints'>;
}

/** The callback URLs that the tenant's webhooks went to in the last 30 days, and how they do. */
export function endpointRoutes({ deliveries }: EndpointRoutePorts): Route[] {
  const all = tenantRoute(
    MAY_ADMINISTER,
    {
      method: 'get',
      path: '/v1/webhook-endpoints',
      operationId: 'listWebhookEndpoints',
      summary: 'List the endpoints of webhooks with their health, last used first',
      tag: 'Webhooks',
      query: endpointList,
      replies: { 200: { description: 'The endpoints.', schema: listOf(endpointResource) } },
    },
    async ({ caller, query }) => {
      const { endpoints, hasMore } = await deliveries.endpoints.list({
        tenantId: caller.tenantId,
        isDisabled: query.status === undefined ? null : query.status === 'disabled',
        limit: query.limit,
        startingAfter: query.starting_after ?? null,
      });
      return list(endpoints.map(toEndpointResource), hasMore);
    },
  );
  const enable = tenantRoute(
    MAY_ADMINISTER,
    {
      method: 'post',
      path: '/v1/webhook-endpoints/{id}/enable',
      operationId: 'enableWebhookEndpoint',
      summary: 'Send webhooks to an endpoint again; its dead letters stay until they are sent again',
      tag: 'Webhooks',
      params: endpointParams,
      replies: { 200: { description: 'The endpoint, enabled.', schema: endpointResource } },
      audits: 'webhook-endpoint.enable',
      faults: ['not-found'],
    },
    async ({ caller, params }) => {
      const endpoint = await deliveries.endpoints.enable(caller.tenantId, params.id);
      if (endpoint === null)
        throw new Fault('not-found', 'There is no such endpoint, or nothing was sent to it for 30 days.');
      return ok(toEndpointResource(endpoint));
    },
  );
  return [all, enable];
}

function toEndpointResource(endpoint: Endpoint): EndpointResource {
  return {
    id: endpoint.endpointId,
    object: 'webhook_endpoint',
    url: endpoint.url,
    status: endpoint.disabledReason === null ? 'enabled' : 'disabled',
    disabled_reason: endpoint.disabledReason,
    disabled_at: optionalTimestamp(endpoint.disabledAtMs),
    consecutive_failures: endpoint.failuresInARow,
    failing_since: optionalTimestamp(endpoint.failingSinceMs),
    last_success_at: optionalTimestamp(endpoint.lastSuccessAtMs),
    last_http_status: endpoint.lastHttpStatus,
    last_error: endpoint.lastError,
    last_used_at: timestamp(endpoint.lastUsedAtMs),
  };
}
