import { listOf, queryResource } from '@ragfleet/contracts';
import { createApiClient, type ApiClient } from '../asking/api-client.ts';
import { type Accepted, type Asking, TERMINAL } from '../asking/contract.ts';
import { foreignCanaries } from '../asking/foreign-canaries.ts';
import type { AskedFleet, FaultTenant } from '../fleet/contract.ts';
import type { History } from '../history/contract.ts';
import type { HistoryRecorder } from '../history/record-history.ts';
import { collectWebhooks } from './collect-webhooks.ts';
import { readDoneEvent } from './read-done-event.ts';

export interface CollectOptions {
  readonly fleet: AskedFleet;
  readonly asking: Asking;
  readonly history: HistoryRecorder;
  readonly fromDelivery: number;
  readonly startedAtMs: number;
  readonly random: () => number;
  /** What a healed fleet may take to come to rest. */
  readonly quiesceMs: number;
  /** What has ended may be gone, and nobody waits for a query that the fleet says it does not know. */
  readonly expectsLoss: boolean;
}

const EVENT_STREAMS = 10;
const PAGE = 100;
const queries = listOf(queryResource);

/** Waits until the fleet has come to rest, then reads everything that it says of what it was asked. */
export async function collectHistory(options: CollectOptions): Promise<History> {
  const { fleet, asking, history, fromDelivery } = options;
  const call = createApiClient((tenantId, where, text) => {
    for (const canary of foreignCanaries(fleet.tenants, tenantId, text))
      history.foreignBytesFound({ tenantId, where, canary });
  });
  const accepted = await knownOf(asking.accepted(), call, options);
  const endsAtMs = performance.now() + options.quiesceMs;
  const remainingMs = (): number => Math.max(1, endsAtMs - performance.now());
  // A query that does not end is what the check is there to find.
  for (const query of accepted) await asking.until(query, TERMINAL, remainingMs()).catch(() => undefined);
  await collectWebhooks(
    { fleet, call, history, fromDelivery, limitMs: remainingMs() },
    accepted.filter(({ callbackUrl }) => callbackUrl !== null),
  );
  // What cannot be read is missing from the history: its check says so.
  for (const query of sample(accepted, options.random))
    await readDoneEvent(fleet, query, history).catch(() => undefined);
  for (const tenant of fleet.tenants)
    await readListed(options, tenant, await listSince(call, { ...options, tenant }));
  if (!options.expectsLoss) await readAgain(options, accepted);
  const { processes, audit } = await fleet.findings();
  for (const finding of processes) history.processFound(finding);
  for (const finding of audit) history.audited(finding);
  history.quiesced(Date.now());
  return history.history();
}

async function knownOf(
  accepted: readonly Accepted[],
  call: ApiClient,
  { fleet, expectsLoss }: CollectOptions,
): Promise<readonly Accepted[]> {
  if (!expectsLoss) return accepted;
  const known: Accepted[] = [];
  for (const query of accepted) {
    const { tenant, queryId } = query;
    const { status } = await call({ ingressUrl: fleet.ingressUrl(), tenant, path: `/v1/queries/${queryId}` });
    if (status !== 404) known.push(query);
  }
  return known;
}

/** What a client was never told of was accepted all the same, and has to end. */
async function readListed(
  { asking, history, quiesceMs }: CollectOptions,
  tenant: FaultTenant,
  listedIds: readonly string[],
): Promise<void> {
  history.listed(tenant.tenantId, listedIds);
  const known = new Set(asking.accepted().map(({ queryId }) => queryId));
  for (const queryId of listedIds.filter((id) => !known.has(id)))
    await asking.until({ tenant, queryId, callbackUrl: null }, TERMINAL, quiesceMs).catch(() => undefined);
}

/** Once more, now that nothing moves: what has ended stays as it ended, and stays readable. */
async function readAgain({ asking, history }: CollectOptions, accepted: readonly Accepted[]): Promise<void> {
  const ended = new Set(history.endedIds());
  for (const query of accepted) {
    const isThere = await asking.read(query).then(
      () => true,
      () => false,
    );
    const { tenant, queryId } = query;
    if (!isThere && ended.has(queryId))
      history.read({
        tenantId: tenant.tenantId,
        queryId,
        status: 'gone',
        resultDigest: '',
        readAtMs: Date.now(),
      });
  }
}

const sample = (accepted: readonly Accepted[], random: () => number): readonly Accepted[] =>
  accepted.filter(() => random() < EVENT_STREAMS / Math.max(1, accepted.length));

/** Every query that the fleet lists for a tenant and that is not older than the scenario. */
async function listSince(
  call: ApiClient,
  { fleet, tenant, startedAtMs }: CollectOptions & { readonly tenant: FaultTenant },
): Promise<readonly string[]> {
  const found: string[] = [];
  let after = '';
  for (;;) {
    const path = `/v1/queries?limit=${PAGE}${after === '' ? '' : `&starting_after=${after}`}`;
    const { text } = await call({ ingressUrl: fleet.ingressUrl(), tenant, path });
    const { data, has_more: hasMore } = queries.parse(JSON.parse(text));
    found.push(
      ...data.filter((query) => Date.parse(query.created_at) >= startedAtMs).map((query) => query.id),
    );
    const last = data.at(-1);
    if (hasMore !== true || last === undefined || Date.parse(last.created_at) < startedAtMs) return found;
    after = last.id;
  }
}
