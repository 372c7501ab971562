import { LANE_POLICIES } from '@ragfleet/contracts';
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { writeOut } from '@ragfleet/test-support';
import type { Accepted } from '../../asking/contract.ts';
import type { Scenario, ScenarioStage } from '../../contract.ts';
import {
  firstJobAfter,
  processesOf,
  requireAnswers,
  submitInVain,
  untilAnswered,
  untilDelivered,
} from '../outages.ts';
import { activeJobs, type QueueAdmin, readRuns } from '../query-records.ts';
import { waitFor } from '../wait-for.ts';

const DOWN_MS = [500, 3_000, 10_000];
const LIMIT_MS = 20_000;

/** What it has acknowledged is with the operating system when it dies: what is lost then would be the fleet's loss. */
export const redisIsKilled: Scenario = {
  id: 'F11',
  title: 'the queue Redis is killed under load and is down for half a second, three and ten',
  boundSeconds: 90,
  webhookRepeats: 1,
  inPlaceOf: 'ten rounds of each',
  run: async (stage) => {
    const { fleet, asking } = stage;
    const before = processesOf(fleet);
    fleet.model.pace({ firstTokenMs: 500 });
    const load = asking.keepAsking({ perSecond: 4 });
    const backMs: number[] = [];
    for (const downMs of DOWN_MS) {
      await waitFor('jobs run', LIMIT_MS, async () => (await activeJobs(fleet, 'normal')) > 0);
      backMs.push(await crash(stage, downMs));
    }
    const asked = await load.stop();
    const ended = await asking.untilEnded(asked, LIMIT_MS);
    const unlucky = await ranEachTime(fleet, asked);
    requireAnswers(ended.filter(({ id }) => !unlucky.has(id)));
    assert.deepEqual(processesOf(fleet), before, 'every process lived through it');
    return {
      recoveryMs: Math.max(...backMs),
      note: `${asked.length} queries, none lost, ${unlucky.size} that ran each time; the first job after ${backMs.map(Math.round).join(', ')} ms`,
    };
  },
};

/** The queries that ran at every kill: three outages are all the attempts that there are, and the client is told to ask again. */
async function ranEachTime(fleet: QueueAdmin, queries: readonly Accepted[]): Promise<ReadonlySet<string>> {
  const runs = await readRuns(fleet, queries);
  const unlucky = runs.filter(({ attempt }) => attempt >= LANE_POLICIES.normal.attempts);
  return new Set(unlucky.map(({ query }) => query.queryId));
}

/** Milliseconds from its first answer to the first job. */
async function crash(stage: ScenarioStage, downMs: number): Promise<number> {
  const { fleet, asking } = stage;
  await writeOut(fleet.queue.admin);
  await fleet.queue.kill();
  const downAtMs = performance.now();
  await submitInVain(asking);
  await delay(Math.max(0, downMs - (performance.now() - downAtMs)));
  return firstJobAfter(stage, await fleet.queue.restart());
}

const SHUT_DOWN_MS = 10_000;

/** Workers that hold no job: one that waits for its first byte from a server that is gone has nothing to fail. */
export const redisShutsDown: Scenario = {
  id: 'F12',
  title:
    'the queue Redis shuts down for ten seconds while the workers are idle, jobs wait and a webhook is put off',
  boundSeconds: 60,
  run: async (stage) => {
    const { fleet, asking } = stage;
    const before = processesOf(fleet);
    const owed = await asking.ask();
    fleet.receiver.respond((_delivery, response) => {
      response.writeHead(500).end();
      return 500;
    });
    const isPutOff = async (): Promise<boolean> =>
      (await fleet.queue.admin.zcard('bull:webhooks:delayed')) > 0;
    await waitFor('its webhook waits for another attempt', LIMIT_MS, isPutOff);
    fleet.receiver.respond(null);
    const workers = fleet.of('query-worker');
    workers.forEach((worker) => worker.freeze());
    const waiting = await asking.askMany(4);
    assert.equal(await activeJobs(fleet, 'normal'), 0, 'the workers are idle');
    await fleet.queue.kill('SIGTERM');
    workers.forEach((worker) => worker.thaw());
    await delay(SHUT_DOWN_MS);
    const recoveryMs = await firstJobAfter(stage, await fleet.queue.restart(), waiting);
    await untilAnswered(asking, [owed, ...waiting], LIMIT_MS);
    await untilDelivered(fleet, [owed, ...waiting]);
    assert.deepEqual(processesOf(fleet), before, 'every process lived through it');
    return { recoveryMs, note: 'what waited and what was put off went on' };
  },
};
