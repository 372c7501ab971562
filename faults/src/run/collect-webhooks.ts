import { deliveryResource, listOf, queryResource } from '@ragfleet/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { ApiClient } from '../asking/api-client.ts';
import type { Accepted } from '../asking/contract.ts';
import { foreignCanaries } from '../asking/foreign-canaries.ts';
import { resultDigestOf } from '../asking/result-digest.ts';
import type { AskedFleet } from '../fleet/contract.ts';
import type { ReceivedDelivery } from '../fleet/webhook-receiver.ts';
import type { HistoryRecorder } from '../history/record-history.ts';

export interface CollectWebhooksOptions {
  readonly fleet: AskedFleet;
  readonly call: ApiClient;
  readonly history: HistoryRecorder;
  /** Deliveries before this one belong to earlier scenarios. */
  readonly fromDelivery: number;
  readonly limitMs: number;
}

const POLL_MS = 200;
/** In place of a status. */
const NO_ANSWER = 0;
const webhookBody = z.object({ type: z.string(), data: z.looseObject({ id: z.string() }) });
const deliveries = listOf(deliveryResource);

/** Waits until each query has a delivered webhook or a dead letter, and writes down all that was received. */
export async function collectWebhooks(
  options: CollectWebhooksOptions,
  waiting: readonly Accepted[],
): Promise<void> {
  const { fleet, fromDelivery, limitMs } = options;
  const endsAtMs = performance.now() + limitMs;
  let missing = waiting;
  for (;;) {
    const delivered = deliveredIn(fleet.receiver.deliveries.slice(fromDelivery));
    missing = missing.filter(({ queryId }) => !delivered.has(queryId));
    if (missing.length === 0 || performance.now() > endsAtMs) break;
    if (await allBuried(options, missing)) break;
    await delay(POLL_MS);
  }
  for (const query of missing) await recordDeadLetters(options, query);
  for (const delivery of fleet.receiver.deliveries.slice(fromDelivery)) recordArrival(options, delivery);
}

const isTaken = ({ answeredStatus }: ReceivedDelivery): boolean =>
  answeredStatus !== null && answeredStatus >= 200 && answeredStatus < 300;

const deliveredIn = (received: readonly ReceivedDelivery[]): ReadonlySet<string> =>
  new Set(received.filter(isTaken).flatMap((delivery) => readBody(delivery.body)?.data.id ?? []));

function readBody(body: string): z.output<typeof webhookBody> | null {
  try {
    return webhookBody.parse(JSON.parse(body));
  } catch {
    return null;
  }
}

async function deadLettersOf({ fleet, call }: CollectWebhooksOptions, { tenant, queryId }: Accepted) {
  const path = `/v1/webhook-deliveries?query_id=${queryId}&status=dead`;
  const { status, text } = await call({ ingressUrl: fleet.ingressUrl(), tenant, path });
  return status === 200 ? deliveries.parse(JSON.parse(text)).data : [];
}

async function allBuried(options: CollectWebhooksOptions, missing: readonly Accepted[]): Promise<boolean> {
  for (const query of missing) if ((await deadLettersOf(options, query)).length === 0) return false;
  return true;
}

async function recordDeadLetters(options: CollectWebhooksOptions, query: Accepted): Promise<void> {
  const { tenantId } = query.tenant;
  for (const { id, reason } of await deadLettersOf(options, query))
    options.history.deadLettered({ tenantId, queryId: query.queryId, webhookId: id, reason: reason ?? '' });
}

function recordArrival({ fleet, history }: CollectWebhooksOptions, delivery: ReceivedDelivery): void {
  const { tenantId, webhookId, bodyDigest, atMs, isSignatureValid, answeredStatus, body } = delivery;
  for (const canary of foreignCanaries(fleet.tenants, tenantId, body))
    history.foreignBytesFound({ tenantId, where: `webhook ${webhookId}`, canary });
  const read = readBody(body);
  if (read === null) return;
  const queryId = read.data.id;
  history.arrived({
    tenantId,
    queryId,
    webhookId,
    event: read.type,
    bodyDigest,
    atMs,
    isSignatureValid,
    answeredStatus: answeredStatus ?? NO_ANSWER,
  });
  const whole = queryResource.safeParse(read.data);
  if (whole.success && whole.data.result !== undefined)
    history.read({
      tenantId,
      queryId,
      status: whole.data.status,
      resultDigest: resultDigestOf(whole.data),
      readAtMs: atMs,
    });
}
