import assert from 'node:assert/strict';
import type { Scenario, ScenarioStage } from '../../contract.ts';
import { readRuns } from '../query-records.ts';
import { dieAt, type Moment, MOMENTS } from './moments.ts';

const END_MS = 20_000;

/** Its client has no reply, sends the same again to another ingress, and is told of one query. */
export const ingressDies: Scenario = {
  id: 'F42',
  title: 'an ingress is killed at five moments of a submission',
  boundSeconds: 180,
  isSlow: true,
  run: async (stage) => {
    const retriesMs: number[] = [];
    for (const moment of MOMENTS) retriesMs.push(await dieAndRetry(stage, moment));
    return {
      recoveryMs: Math.max(...retriesMs),
      note: `${MOMENTS.length} moments, one query each`,
    };
  },
};

async function dieAndRetry({ fleet, asking }: ScenarioStage, moment: Moment): Promise<number> {
  const ingress = await fleet.start('ingress-api');
  await using dying = await dieAt(ingress, moment);
  await asking.ask({ ingressUrl: dying.url }); // its connections are made, its scripts known
  dying.arm();
  const first = await asking.submit({ ingressUrl: dying.url });
  assert.equal(first.outcome, 'unknown', `${moment.title}: the client had a reply`);
  await dying.dead;
  const again = await asking.submit({ ...first.ask, ingressUrl: fleet.ingressUrl() });
  assert.equal(again.outcome, 'accepted', moment.title);
  assert.equal(again.isReplay, moment.isAdmitted, moment.title);
  const query = asking.accepted().find(({ queryId }) => queryId === again.queryId);
  assert.ok(query !== undefined);
  const [ended] = await asking.untilEnded([query], END_MS);
  assert.equal(ended?.status, 'succeeded', moment.title);
  const [run] = await readRuns(fleet, [query]);
  assert.equal(run?.attempt, 1, `${moment.title}: it ran more than once`);
  return again.tookMs;
}
