import assert from 'node:assert/strict';
import type { Accepted } from '../../asking/contract.ts';
import type { Scenario, ScenarioStage } from '../../contract.ts';
import type { FaultFleet } from '../../fleet/contract.ts';
import { percentile } from '../percentile.ts';
import { waitFor } from '../wait-for.ts';
import { createHostileResponders } from './hostile-responders.ts';
import { ANY_LOCAL_PORT, arrivalsOf, deliveryOf, openOrigin, replaceWebhookWorker } from './webhook-stage.ts';

const END_MS = 20_000;
const ATTEMPT_LIMIT_MS = 15_000;
/** Of a process on a machine that others use as well. */
const MARGIN_MS = 3_000;
const PER_ENDPOINT = 6;
const GOOD = 30;
const GOOD_PER_SECOND = 6;
/** Socket buffers and proxies hold some of it before anybody has read a byte. */
const MAX_SWALLOWED_BYTES = 8 * 1024 * 1024;

export const hostileReceivers: Scenario = {
  id: 'F38',
  title: 'receivers that hang, drip, and send without end',
  boundSeconds: 180,
  isSlow: true,
  run: async (stage) => {
    const { fleet, asking } = stage;
    const ingress = await fleet.start('ingress-api', { variables: ANY_LOCAL_PORT });
    await replaceWebhookWorker(fleet, { ...ANY_LOCAL_PORT, WEBHOOK_RETRY_SECONDS: '0,8' });
    const before = await lagsOf(stage, await goodQueries(stage));

    const hostile = createHostileResponders();
    const bad = new Map<string, readonly Accepted[]>();
    await using origins = new AsyncDisposableStack();
    fleet.receiver.respond((delivery, response) => {
      const responder = hostile.byEndpoint[delivery.endpoint];
      if (responder !== undefined) return responder(delivery, response);
      response.writeHead(204).end();
      return 204;
    });
    const [tenant] = fleet.tenants;
    for (const endpoint of Object.keys(hostile.byEndpoint)) {
      const origin = origins.use(await openOrigin(fleet));
      const callbackUrl = origin.urlFor(tenant.tenantId, endpoint);
      const ask = { tenant, callbackUrl, ...(ingress.url !== null && { ingressUrl: ingress.url }) };
      bad.set(endpoint, await asking.askMany(PER_ENDPOINT, ask));
    }
    await asking.untilEnded([...bad.values()].flat(), END_MS);
    await waitFor('every bad receiver has been called', END_MS, () =>
      [...bad.values()].every((queries) => queries.some((query) => arrivalsOf(fleet, query).length > 0)),
    );
    const meanwhile = await lagsOf(stage, await goodQueries(stage));
    await waitFor('a hanging attempt is over', ATTEMPT_LIMIT_MS + MARGIN_MS, () =>
      firstAttemptsAreOver(fleet, bad, ['hang', 'drip']),
    );
    await attemptsAreBounded(fleet, bad);
    for (const endpoint of ['huge', 'headers'])
      assert.ok(
        hostile.sentBytes(endpoint) / PER_ENDPOINT < MAX_SWALLOWED_BYTES,
        `${endpoint}: ${hostile.sentBytes(endpoint)} bytes were taken`,
      );
    fleet.receiver.respond(null);
    hostile.letGo();
    const healedAt = performance.now();
    await waitFor('all are delivered', 3 * END_MS, () =>
      [...bad.values()]
        .flat()
        .every((query) =>
          arrivalsOf(fleet, query).some(({ answeredStatus: status }) => status === 200 || status === 204),
        ),
    );
    const recoveryMs = performance.now() - healedAt;
    const [p99Before, p99Meanwhile] = [percentile(before, 0.99), percentile(meanwhile, 0.99)];
    assert.ok(
      p99Meanwhile <= 2 * p99Before + 1_000,
      `other endpoints waited ${p99Meanwhile} ms, and ${p99Before} ms before`,
    );
    return { recoveryMs, note: `others’ p99 ${p99Meanwhile} ms, ${p99Before} ms before` };
  },
};

/** Of another tenant, to an endpoint that is well. */
async function goodQueries({ asking, fleet }: ScenarioStage): Promise<readonly Accepted[]> {
  const [, tenant] = fleet.tenants;
  const load = asking.keepAsking({ tenant, perSecond: GOOD_PER_SECOND });
  const startedAt = performance.now();
  await waitFor(
    'they are asked',
    60_000,
    () => (performance.now() - startedAt) * GOOD_PER_SECOND >= GOOD * 1_000,
  );
  return load.stop();
}

/** From each end to the arrival of its webhook, in milliseconds. */
async function lagsOf(
  { fleet, asking }: ScenarioStage,
  queries: readonly Accepted[],
): Promise<readonly number[]> {
  await waitFor('the good endpoint has them', END_MS, () =>
    queries.every((query) => arrivalsOf(fleet, query).length > 0),
  );
  const resources = await asking.untilEnded(queries, END_MS);
  return queries.map((query, at) => {
    const arrivedAtMs = arrivalsOf(fleet, query)[0]?.atMs ?? Number.NaN;
    return arrivedAtMs - Date.parse(resources[at]?.finished_at ?? '');
  });
}

async function firstAttemptsAreOver(
  fleet: FaultFleet,
  bad: ReadonlyMap<string, readonly Accepted[]>,
  endpoints: readonly string[],
): Promise<boolean> {
  for (const endpoint of endpoints) {
    const deliveries = await Promise.all((bad.get(endpoint) ?? []).map((query) => deliveryOf(fleet, query)));
    if (deliveries.every((delivery) => delivery?.attempts.length === 0)) return false;
  }
  return true;
}

async function attemptsAreBounded(
  fleet: FaultFleet,
  bad: ReadonlyMap<string, readonly Accepted[]>,
): Promise<void> {
  const deliveries = await Promise.all([...bad.values()].flat().map((query) => deliveryOf(fleet, query)));
  const longest = Math.max(
    ...deliveries.flatMap((delivery) => delivery?.attempts.map((one) => one.duration_ms) ?? []),
  );
  assert.ok(longest <= ATTEMPT_LIMIT_MS + MARGIN_MS, `an attempt took ${longest} ms`);
}
