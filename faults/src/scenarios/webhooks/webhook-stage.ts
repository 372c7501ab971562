import { type DeliveryResource, deliveryResource, listOf } from '@ragfleet/contracts';
import { createApiClient } from '../../asking/api-client.ts';
import type { Accepted } from '../../asking/contract.ts';
import type { AppProcess, AskedFleet, FaultFleet } from '../../fleet/contract.ts';
import type { ReceivedDelivery } from '../../fleet/webhook-receiver.ts';
import { startTcpProxy } from '../../proxy/tcp-proxy.ts';
import { waitFor } from '../wait-for.ts';

const STOP_MS = 15_000;
const list = listOf(deliveryResource);
const call = createApiClient(() => undefined);

/** Puts one webhook worker with other variables in the place of all. */
export async function replaceWebhookWorker(
  fleet: FaultFleet,
  variables: Readonly<Record<string, string>>,
): Promise<AppProcess> {
  await Promise.all(fleet.of('webhook-worker').map((worker) => worker.terminate(STOP_MS)));
  return fleet.start('webhook-worker', { variables });
}

/** What arrived for a query, oldest first, whatever was answered. */
export const arrivalsOf = (
  { receiver }: Pick<FaultFleet, 'receiver'>,
  { queryId }: Accepted,
): readonly ReceivedDelivery[] => receiver.deliveries.filter(({ body }) => body.includes(queryId));

/** What the API says of a query's webhook; null while there is none. Throws when there are two. */
export async function deliveryOf(
  fleet: Pick<AskedFleet, 'ingressUrl'>,
  { tenant, queryId }: Accepted,
): Promise<DeliveryResource | null> {
  const path = `/v1/webhook-deliveries?query_id=${queryId}`;
  const { text } = await call({ ingressUrl: fleet.ingressUrl(), tenant, path });
  const { data } = list.parse(JSON.parse(text));
  const [delivery = null, ...others] = data;
  if (others.length > 0) throw new Error(`${queryId} has ${data.length} deliveries.`);
  return delivery;
}

/** The query's webhook when it has come to this; throws after `limitMs`. */
export async function untilDelivery(
  fleet: Pick<AskedFleet, 'ingressUrl'>,
  query: Accepted,
  { status, limitMs }: { readonly status: DeliveryResource['status']; readonly limitMs: number },
): Promise<DeliveryResource> {
  const found: DeliveryResource[] = [];
  await waitFor(`the webhook of ${query.queryId} is ${status}`, limitMs, async () => {
    const delivery = await deliveryOf(fleet, query);
    if (delivery?.status === status) found.push(delivery);
    return found.length > 0;
  });
  const [delivery] = found;
  if (delivery === undefined) throw new Error(`The webhook of ${query.queryId} was not ${status}.`);
  return delivery;
}

/** As an admin of the tenant would. Throws when it is refused. */
export async function redeliver(
  fleet: Pick<AskedFleet, 'ingressUrl'>,
  { tenant }: Accepted,
  deliveryId: string,
): Promise<void> {
  const path = `/v1/webhook-deliveries/${deliveryId}/redeliver`;
  const { status } = await call({ ingressUrl: fleet.ingressUrl(), tenant, method: 'POST', path });
  if (status !== 202) throw new Error(`A redelivery was answered with ${status}.`);
}

/** The receiver under one more port, and so an endpoint that shares no place with others. */
export interface OwnOrigin extends AsyncDisposable {
  readonly host: string;
  urlFor(tenantId: string, endpoint: string): string;
}

export async function openOrigin({ receiver }: Pick<FaultFleet, 'receiver'>): Promise<OwnOrigin> {
  const proxy = await startTcpProxy({ targetPort: Number(new URL(`http://${receiver.host}`).port) });
  const host = `${proxy.host}:${proxy.port}`;
  return {
    host,
    urlFor: (tenantId, endpoint) => `http://${host}/${tenantId}/${endpoint}`,
    [Symbol.asyncDispose]: () => proxy.stop(),
  };
}

/** Callbacks may go to the harness on any port: for the ingress, which checks them, and for the worker. */
export const ANY_LOCAL_PORT = { WEBHOOK_ALLOW_HOSTS: '127.0.0.1' } as const;
