import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Accepted, Load } from '../../asking/contract.ts';
import type { Scenario, ScenarioStage } from '../../contract.ts';
import type { AppProcess } from '../../fleet/contract.ts';
import { untilAnswered } from '../outages.ts';
import { readRuns } from '../query-records.ts';

const MINUTES = { short: 2, soak: 10 };
const EVERY_MS = 3_000;
const PER_SECOND = 2;
const ANSWER_MS = 500;
const GRACE_MS = 13_000;
/** Of the deliveries, at their first attempt. */
const REFUSED_SHARE = 0.1;

/** What happens to the fleet meanwhile, each as a scenario of its own has it. */
type Event = (stage: ScenarioStage) => Promise<string>;

/** A deployment under load while what may break breaks, in an order that the seed decides. */
export const rollingSoak: Scenario = {
  id: 'F52',
  title: 'a rolling deployment under load, with faults at random',
  boundSeconds: MINUTES.soak * 60 + 120,
  webhookRepeats: 1,
  isSlow: true,
  run: async (stage) => {
    const { fleet, asking, random, isSoak } = stage;
    fleet.model.pace({ firstTokenMs: ANSWER_MS });
    refuseSome(stage);
    const loads = startLoads(stage);
    const endsAtMs = performance.now() + (isSoak ? MINUTES.soak : MINUTES.short) * 60_000;
    const happened = new Map<string, number>();
    const codes: (number | null)[] = [];
    while (performance.now() < endsAtMs) {
      const event = EVENTS[Math.floor(random() * EVENTS.length)] ?? replaceWorker(codes);
      const name = await (random() < 0.5 ? replaceWorker(codes) : event)(stage);
      happened.set(name, (happened.get(name) ?? 0) + 1);
      await delay(EVERY_MS * random());
    }
    const asked = (await Promise.all(loads.map((load) => load.stop()))).flat();
    await fleet.mend();
    await untilAnswered(asking, asked, 90_000);
    assert.ok(
      codes.every((code) => code === 0),
      `workers that were told to stop ended with ${codes.join(' ')}`,
    );
    return {
      recoveryMs: null,
      note: noteOf(asked, happened, await againOf(stage, asked)),
    };
  },
};

function startLoads({ fleet, asking }: ScenarioStage): readonly Load[] {
  const [first, second] = fleet.tenants;
  return [
    asking.keepAsking({ tenant: first, lane: 'high', perSecond: PER_SECOND }),
    asking.keepAsking({ tenant: second, lane: 'normal', perSecond: PER_SECOND }),
    asking.keepAsking({ tenant: second, lane: 'low', perSecond: PER_SECOND }),
  ];
}

function refuseSome({ fleet, random }: ScenarioStage): void {
  const seen = new Set<string>();
  fleet.receiver.respond(({ webhookId }, response) => {
    const status = !seen.has(webhookId) && random() < REFUSED_SHARE ? 500 : 204;
    seen.add(webhookId);
    response.writeHead(status).end();
    return status;
  });
}

const workerOf = ({ fleet, random }: ScenarioStage): AppProcess => {
  const workers = fleet.of('query-worker');
  return workers[Math.floor(random() * workers.length)] ?? workers[0];
};

/** As a deployment does it: the new one is up before the old one is told to stop. */
const replaceWorker =
  (codes: (number | null)[]): Event =>
  async (stage) => {
    const old = workerOf(stage);
    await stage.fleet.start('query-worker');
    codes.push(await old.terminate(GRACE_MS));
    return 'replaced';
  };

const killWorker: Event = async (stage) => {
  await workerOf(stage).kill('SIGKILL');
  await stage.fleet.start('query-worker');
  return 'killed';
};

const restartRedis: Event = async ({ fleet, random }) => {
  await fleet.queue.kill();
  await delay(random() * 3_000);
  await fleet.queue.restart();
  return 'queue restarted';
};

const cutOff: Event = async (stage) => {
  const { queue } = workerOf(stage);
  await queue.set({ timeout: { afterMs: 0 } });
  await delay(10_000);
  await queue.heal();
  return 'worker cut off';
};

const failModel: Event = async ({ fleet }) => {
  fleet.model.failBy(() => ({ type: 'status', status: 503 }));
  await delay(5_000);
  fleet.model.failBy(() => null);
  return 'model failed';
};

const EVENTS: readonly Event[] = [killWorker, restartRedis, cutOff, failModel];

const againOf = async ({ fleet }: ScenarioStage, asked: readonly Accepted[]): Promise<number> =>
  (await readRuns(fleet, asked)).filter(({ attempt }) => attempt > 1).length;

function noteOf(asked: readonly Accepted[], happened: ReadonlyMap<string, number>, again: number): string {
  const events = [...happened].map(([name, count]) => `${count} x ${name}`).join(', ');
  return `${events}; all ${asked.length} answered, ${again} of them begun again`;
}
