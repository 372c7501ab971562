import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Asking } from '../../asking/contract.ts';
import type { Scenario, ScenarioStage } from '../../contract.ts';
import type { ModelPace } from '@ragfleet/test-support';
import type { FaultTenant } from '../../fleet/contract.ts';
import { askEvenly } from '../ask-evenly.ts';
import { percentile } from '../percentile.ts';

/** Four times what a tenant may have open, as fast as ten thousand in a minute. */
const FLOOD = 4_000;
const FLOOD_PER_SECOND = 170;
const PHASES = 2;
/** Time for which a slot is held that costs this machine nothing. Answers of one length would end all at once, and begin so. */
const ANSWER_MS = { least: 800, spread: 1_400 };
/** Two tenants ask for less than their two thirds of what 14 slots answer, which is 9 a second. */
const OTHERS = { count: 20, perSecond: 2, callbackUrl: null } as const;
const MAX_FACTOR = 1.2;
const END_MS = 60_000;

export const noisyTenant: Scenario = {
  id: 'F45',
  title: 'one tenant submits thousands of questions at once',
  boundSeconds: 240,
  inPlaceOf: 'ten thousand submissions in a minute: four thousand, as fast',
  isSlow: true,
  run: async (stage) => {
    const { asking, fleet, random } = stage;
    const pace = (): ModelPace => ({ firstTokenMs: ANSWER_MS.least + random() * ANSWER_MS.spread });
    const [noisy] = fleet.tenants;
    const quietMs: number[] = [];
    const floodedMs: number[] = [];
    const statuses = new Map<number | null, number>();
    for (let phase = 0; phase < PHASES; phase += 1) {
      fleet.model.pace(pace);
      quietMs.push(...(await timesOfOthers(stage)));
      const flood = floodBy(asking, noisy, FLOOD / PHASES);
      floodedMs.push(...(await timesOfOthers(stage)));
      for (const status of await flood) statuses.set(status, (statuses.get(status) ?? 0) + 1);
      fleet.model.pace({});
      await asking.untilEnded(asking.accepted(), END_MS);
    }
    assert.ok((statuses.get(429) ?? 0) > 0, 'the tenant was never told to slow down');
    assert.deepEqual(
      [...statuses.keys()].filter((status) => status !== 202 && status !== 429),
      [],
      'the tenant was told something else',
    );
    const [quiet, flooded] = [percentile(quietMs, 0.95), percentile(floodedMs, 0.95)];
    assert.ok(
      flooded <= MAX_FACTOR * quiet,
      `others waited ${flooded} ms (P95), and ${quiet} ms without the flood`,
    );
    return {
      recoveryMs: null,
      note: `others ${flooded} ms (P95), ${quiet} ms without; ${statuses.get(202) ?? 0} taken, ${statuses.get(429) ?? 0} refused`,
    };
  },
};

/** From asking to the end, of everybody else, in milliseconds. */
async function timesOfOthers({ asking, fleet }: ScenarioStage): Promise<readonly number[]> {
  const [, ...others] = fleet.tenants;
  const asked = (await Promise.all(others.map((tenant) => askEvenly(asking, { ...OTHERS, tenant })))).flat();
  const ended = await asking.untilEnded(
    asked.map(({ query }) => query),
    END_MS,
  );
  return asked.map(({ atMs }, at) => Date.parse(ended[at]?.finished_at ?? '') - atMs);
}

/** Asks at even times, whatever it is told. Resolves with every status. */
async function floodBy(
  asking: Asking,
  tenant: FaultTenant,
  count: number,
): Promise<readonly (number | null)[]> {
  const startedAtMs = performance.now();
  const running: Promise<number | null>[] = [];
  for (let at = 0; at < count; at += 1) {
    const early = startedAtMs + (at * 1_000) / FLOOD_PER_SECOND - performance.now();
    if (early > 0) await delay(early);
    running.push(asking.submit({ tenant, callbackUrl: null }).then(({ status }) => status));
  }
  return Promise.all(running);
}
