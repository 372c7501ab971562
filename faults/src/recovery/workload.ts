import type { Query } from '@ragfleet/client';
import type { FaultTenant } from '../fleet/contract.ts';
import { loadDocuments, questionAbout } from '../fleet/tenant-documents.ts';
import type { ReceivedDelivery, WebhookReceiver } from '../fleet/webhook-receiver.ts';
import { waitFor } from '../scenarios/wait-for.ts';
import type { DrillFleet } from './drill-fleet.ts';

/** A question that the fleet took, and what its client knows of it. */
export interface AskedQuery {
  readonly tenant: FaultTenant;
  readonly id: string;
  readonly question: string;
  readonly idempotencyKey: string;
  /** Null while it has not ended. */
  readonly answer: string | null;
}

/** What clients know of a tenant besides its questions. */
export interface KnownState {
  readonly tenant: FaultTenant;
  /** What a search gives: passages in order. */
  readonly passages: readonly string[];
  readonly money: string;
}

/**
 * How long anything of a fleet may take that comes by itself, on a machine that is busy with other work. What is made up
 * for takes longest: an ingestion whose sweep failed is claimed again after 60 s, by the sweep 30 s later.
 */
const PATIENCE_MS = 180_000;
const DEADLINE_SECONDS = 86_400;
const MONTHLY_USD = 50;
const SEARCHED = 'annual leave in every office';

let asked = 0;

/** Asks past the cache. `endpoint` is where its webhook goes. */
export async function ask(
  fleet: DrillFleet,
  receiver: WebhookReceiver,
  options: { readonly tenant: FaultTenant; readonly endpoint: string; readonly again?: AskedQuery },
): Promise<AskedQuery> {
  const { tenant, endpoint, again } = options;
  asked += 1;
  const question = again?.question ?? questionAbout(asked, asked);
  const idempotencyKey = again?.idempotencyKey ?? crypto.randomUUID();
  const { id } = await fleet.client(tenant).queries.create(
    {
      question,
      deadline_seconds: DEADLINE_SECONDS,
      priority: 'low',
      cache: { mode: 'bypass' },
      callback: { url: receiver.urlFor(tenant.tenantId, endpoint) },
    },
    { idempotencyKey },
  );
  return { tenant, id, question, idempotencyKey, answer: null };
}

/** Waits for what a fleet does by itself. Throws what was waited for, or why the drill was given up. */
export const until = (
  { signal }: Pick<DrillFleet, 'signal'>,
  what: string,
  holds: () => boolean | Promise<boolean>,
): Promise<number> =>
  waitFor(what, PATIENCE_MS, () => {
    signal.throwIfAborted();
    return holds();
  });

/** The same with its answer. Throws when it ended in another way. */
export async function answered(fleet: DrillFleet, query: AskedQuery): Promise<AskedQuery> {
  const { queries } = fleet.client(query.tenant);
  const ended = await queries.wait(query.id, { timeoutMs: PATIENCE_MS, signal: fleet.signal });
  return { ...query, answer: answerOf(ended) };
}

export function answerOf({ status, result, id }: Query): string {
  if (status !== 'succeeded' || result === null) throw new Error(`${id} ended as ${status}.`);
  return result.answer;
}

/** Successful deliveries for a query, by id of the webhook, since a place in the receiver's list. */
export const deliveriesOf = (receiver: WebhookReceiver, id: string, from = 0): readonly ReceivedDelivery[] =>
  receiver.deliveries
    .slice(from)
    .filter(({ body, answeredStatus }) => answeredStatus === 204 && body.includes(id));

export const untilDelivered = (
  fleet: DrillFleet,
  receiver: WebhookReceiver,
  { queries, from = 0 }: { readonly queries: readonly AskedQuery[]; readonly from?: number },
): Promise<number> =>
  until(fleet, 'every webhook delivered', () =>
    queries.every(({ id }) => deliveriesOf(receiver, id, from).length > 0),
  );

/** Documents, a budget, and questions that ended with their webhooks. */
export async function live(
  fleet: DrillFleet,
  receiver: WebhookReceiver,
  tenants: readonly FaultTenant[],
): Promise<readonly AskedQuery[]> {
  const url = fleet.processes.of('ingress-api')[0].url ?? '';
  await Promise.all(tenants.map((tenant) => loadDocuments(url, tenant)));
  await Promise.all(
    tenants.map((tenant) => fleet.client(tenant).setBudget({ monthly_usd: MONTHLY_USD, action: 'degrade' })),
  );
  const asking = tenants.flatMap((tenant) => [tenant, tenant, tenant]);
  const queries = await Promise.all(
    asking.map(async (tenant) =>
      answered(fleet, await ask(fleet, receiver, { tenant, endpoint: 'answers' })),
    ),
  );
  await untilDelivered(fleet, receiver, { queries });
  return queries;
}

/** Money first known is money kept: a search costs something itself, so it comes before. */
export async function knownOf(fleet: DrillFleet, tenant: FaultTenant): Promise<KnownState> {
  const passages = await passagesOf(fleet, tenant);
  return { tenant, passages, money: await moneyOf(fleet, tenant) };
}

export async function passagesOf(fleet: DrillFleet, tenant: FaultTenant): Promise<readonly string[]> {
  const { data } = await fleet.client(tenant).search({ query: SEARCHED });
  return data.map(({ chunk_id: id, text }) => `${id} ${text}`);
}

/** What was spent, on how many questions, and what a month may cost. */
export async function moneyOf(fleet: DrillFleet, tenant: FaultTenant): Promise<string> {
  const client = fleet.client(tenant);
  const [costs, budget] = await Promise.all([client.costs(), client.budget()]);
  return `$${costs.total_usd} for ${costs.queries} questions of $${budget.monthly_usd} a month`;
}
