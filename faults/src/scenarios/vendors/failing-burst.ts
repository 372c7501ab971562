import { breakerList } from '@ragfleet/contracts';
import assert from 'node:assert/strict';
import type { Scenario, ScenarioStage } from '../../contract.ts';
import type { FaultFleet } from '../../fleet/contract.ts';
import { waitFor } from '../wait-for.ts';
import { failAlways } from './plant-faults.ts';
import { FIRST_MODEL, SECOND_MODEL, withSecondVendor } from './second-vendor.ts';

const STATUSES = [500, 502, 503, 529] as const;
const RESET_MS = 4_000;
/** Beside the reset: three probes, and the calls that they wait for. */
const PROBES_MS = 5_000;
const MAX_CALLS_UNTIL_OPEN = 20;
const MAX_RETRY_SHARE = 0.2;
const PER_SECOND = 6;
const WARM_CALLS = 20;
const BREAKER = `model openai ${FIRST_MODEL}`;
const READ_MS = 5_000;
const NUMBER = /in office \d+/;

/** The breaker opens, another vendor answers meanwhile, and the first one gets its calls back. */
export const failingBurst: Scenario = {
  id: 'F27',
  title: 'the model fails with 500, 502, 503 and 529 under load, and comes back',
  boundSeconds: 75,
  isSlow: true,
  inPlaceOf:
    'a burst of 30 s with a reset of 15 s: the reset is 4 s, and the burst ends when a round of probes has failed',
  run: (stage) =>
    withSecondVendor(
      { fleet: stage.fleet, variables: { MODEL_BREAKER_RESET_SECONDS: String(RESET_MS / 1_000) } },
      () => failAndHeal(stage),
    ),
};

async function failAndHeal({ fleet, asking, random }: ScenarioStage) {
  const { model } = fleet;
  const firstCall = model.bill.length;
  const load = asking.keepAsking({ perSecond: PER_SECOND });
  await waitFor('the model answers', 20_000, () => model.bill.length - firstCall >= WARM_CALLS);

  const failed = failAlways(model, () => ({ type: 'status', status: pick(random) }));
  let callsUntilOpen = 0;
  await waitFor('the breaker opens', 15_000, async () => {
    callsUntilOpen = failed();
    return (await breakerOf(fleet)).state === 'open';
  });
  assert.ok(callsUntilOpen <= MAX_CALLS_UNTIL_OPEN, `it opened after ${callsUntilOpen} calls`);
  const { openedAt } = await breakerOf(fleet);
  await waitFor('a round of probes fails', 2 * RESET_MS + PROBES_MS, async () => {
    const now = await breakerOf(fleet);
    return now.state === 'open' && now.openedAt !== openedAt;
  });

  model.failBy(() => null);
  const recoveryMs = await waitFor(
    'the breaker closes again',
    RESET_MS + PROBES_MS,
    async () => (await breakerOf(fleet)).state === 'closed',
  );
  const ended = await asking.untilEnded(await load.stop(), 30_000);
  const models = new Set(ended.map(({ result }) => result?.model ?? null));
  assert.ok(!models.has(null), 'a query went without an answer although a vendor was well');
  assert.ok(models.has(SECOND_MODEL), 'the second vendor never answered');
  const { calls, retries } = retriesOf(fleet, firstCall);
  assert.ok(retries <= calls * MAX_RETRY_SHARE, `${retries} of ${calls} calls were retries`);
  return {
    recoveryMs,
    note: `opened after ${callsUntilOpen} calls, ${failed()} failed in all, ${retries} of ${calls} calls were retries`,
  };
}

const pick = (random: () => number): number =>
  STATUSES[Math.floor(random() * STATUSES.length)] ?? STATUSES[0];

async function breakerOf(
  fleet: FaultFleet,
): Promise<{ readonly state: string; readonly openedAt: string | null }> {
  const response = await fetch(`${fleet.ingressUrl()}/v1/breakers`, {
    headers: { authorization: `Bearer ${fleet.operatorKey}` },
    signal: AbortSignal.timeout(READ_MS),
  });
  const known = breakerList.parse(await response.json()).find(({ name }) => name.startsWith(BREAKER));
  return { state: known?.state ?? 'closed', openedAt: known?.opened_at ?? null };
}

/** The load's questions differ by their numbers: what the model heard of one again is a retry. */
function retriesOf(
  { model }: FaultFleet,
  firstCall: number,
): { readonly calls: number; readonly retries: number } {
  const heard = model.requests
    .slice(firstCall - model.bill.length)
    .map(({ texts }) => NUMBER.exec(texts.join(' '))?.[0] ?? 'a question without a number');
  return { calls: heard.length, retries: heard.length - new Set(heard).size };
}
