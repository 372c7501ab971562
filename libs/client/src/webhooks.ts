import type { CallOptions } from './queries.ts';
import type { Page } from './resources/query.ts';
import type {
  DeliveryFilter,
  EndpointFilter,
  Redelivery,
  RedeliveryRange,
  WebhookDelivery,
  WebhookEndpoint,
  WebhookEvent,
  WebhookSecret,
} from './resources/webhook.ts';
import type { Transport } from './transport/transport.ts';
import { type ReceivedWebhook, unwrapWebhook } from './unwrap-webhook.ts';

/** For keys of admins. */
export interface Webhooks {
  secret(options?: CallOptions): Promise<WebhookSecret>;
  /** Makes a new secret; the one before stays valid for 24 h. A lost reply is not repeated: it might end that one early. */
  rotateSecret(options?: CallOptions): Promise<WebhookSecret>;
  /** Newest first. */
  deliveries(filter?: DeliveryFilter, options?: CallOptions): Promise<Page<WebhookDelivery>>;
  /** The same bytes under the same id, from the first attempt on; enables the endpoint again. */
  redeliver(id: string, options?: CallOptions): Promise<WebhookDelivery>;
  /** The same for a range. A lost reply is not repeated: call again with what is still dead. */
  redeliverRange(range?: RedeliveryRange, options?: CallOptions): Promise<Redelivery>;
  /** Last used first. */
  endpoints(filter?: EndpointFilter, options?: CallOptions): Promise<Page<WebhookEndpoint>>;
  enableEndpoint(id: string, options?: CallOptions): Promise<WebhookEndpoint>;
  /** The event of a webhook that one of the secrets signed; no call is made. The same as `unwrapWebhook`, which needs no client. */
  unwrap(received: ReceivedWebhook, secrets: string | readonly string[]): Promise<WebhookEvent>;
}

export function createWebhooks(transport: Transport): Webhooks {
  return {
    unwrap: unwrapWebhook,
    secret: ({ signal } = {}) =>
      transport.read({ method: 'GET', path: '/v1/webhook-secret', signal, isRepeatable: true }),
    rotateSecret: ({ signal } = {}) =>
      transport.read({ method: 'POST', path: '/v1/webhook-secret/rotate', signal, isRepeatable: false }),
    deliveries: (filter = {}, { signal } = {}) =>
      transport.read({
        method: 'GET',
        path: '/v1/webhook-deliveries',
        query: { ...filter },
        signal,
        isRepeatable: true,
      }),
    redeliver: (id, { signal } = {}) =>
      transport.read({
        method: 'POST',
        path: `/v1/webhook-deliveries/${encodeURIComponent(id)}/redeliver`,
        signal,
        isRepeatable: true,
      }),
    redeliverRange: (body = {}, { signal } = {}) =>
      transport.read({
        method: 'POST',
        path: '/v1/webhook-deliveries/redeliver',
        body,
        signal,
        isRepeatable: false,
      }),
    endpoints: (filter = {}, { signal } = {}) =>
      transport.read({
        method: 'GET',
        path: '/v1/webhook-endpoints',
        query: { ...filter },
        signal,
        isRepeatable: true,
      }),
    enableEndpoint: (id, { signal } = {}) =>
      transport.read({
        method: 'POST',
        path: `/v1/webhook-endpoints/${encodeURIComponent(id)}/enable`,
        signal,
        isRepeatable: true,
      }),
  };
}
