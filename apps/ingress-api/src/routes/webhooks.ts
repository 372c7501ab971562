import { webhookSecretResource } from '@ragfleet/contracts';
import type { WebhookSecrets } from '@ragfleet/identity';
import { tenantRoute } from '../http/define-route.ts';
import { ok } from '../http/replies.ts';
import type { Reply, Route } from '../http/route.ts';
import { MAY_ADMINISTER } from './permissions.ts';
import { type DeliveryRoutePorts, deliveryRoutes } from './webhook-deliveries.ts';
import { endpointRoutes } from './webhook-endpoints.ts';

export interface WebhookRoutePorts extends DeliveryRoutePorts {
  readonly webhookSecrets: WebhookSecrets;
}

export function webhookRoutes(ports: WebhookRoutePorts): Route[] {
  return [...secretRoutes(ports), ...deliveryRoutes(ports), ...endpointRoutes(ports)];
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
        audits: 'webhook-secret.read',
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
        audits: 'webhook-secret.rotate',
      },
      async ({ caller }) => reply(await webhookSecrets.rotate(caller.tenantId)),
    ),
  ];
}
