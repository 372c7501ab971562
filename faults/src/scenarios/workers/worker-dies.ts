import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Accepted } from '../../asking/contract.ts';
import type { Scenario, ScenarioStage } from '../../contract.ts';
import { readRuns } from '../query-records.ts';
import { waitFor } from '../wait-for.ts';

const ROUNDS = 10;
const PER_LANE = 3;
/** The low lane's locks are four times as long: its jobs of two rounds are enough, and wait beside the other rounds. */
const LOW_EVERY = 5;
const ANSWER_MS = 1_500;
const MAX_RESTART_MS = { fast: 15_000, low: 60_000 };

/** Workers die at random moments with jobs of every lane in their hands. */
export const workerDies: Scenario = {
  id: 'F01',
  title: 'a worker is killed with jobs in its hands, ten times, on all lanes',
  boundSeconds: 240,
  isSlow: true,
  run: async (stage) => {
    stage.fleet.model.pace({ firstTokenMs: ANSWER_MS });
    const restartsMs: number[] = [];
    const lowRestarts: Promise<number>[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const fast = [
        ...(await stage.asking.askMany(PER_LANE, { lane: 'high' })),
        ...(await stage.asking.askMany(PER_LANE, { lane: 'normal' })),
      ];
      const low = round % LOW_EVERY === 0 ? await stage.asking.askMany(PER_LANE, { lane: 'low' }) : [];
      await waitFor('all run', 30_000, async () => {
        const runs = await readRuns(stage.fleet, [...fast, ...low]);
        return runs.every(({ state }) => state !== 'queued' && state !== 'admitted');
      });
      await delay(stage.random() * ANSWER_MS * 0.5);
      const [killedAtMs, hit] = await killOne(stage, [...fast, ...low]);
      const isLow = (query: Accepted): boolean => low.includes(query);
      lowRestarts.push(restartOf(stage, hit.filter(isLow), killedAtMs, MAX_RESTART_MS.low));
      restartsMs.push(
        await restartOf(
          stage,
          hit.filter((query) => !isLow(query)),
          killedAtMs,
          MAX_RESTART_MS.fast,
        ),
      );
      await stage.asking.untilEnded(fast, 30_000);
    }
    const lowMs = Math.max(...(await Promise.all(lowRestarts)));
    const fastMs = Math.max(...restartsMs);
    assert.ok(fastMs > 0, 'no kill ever hit a job');
    return {
      recoveryMs: fastMs,
      note: `high and normal begin again after ${Math.round(fastMs)} ms at most, low after ${Math.round(lowMs)}`,
    };
  },
};

/** Kills a worker by chance, and starts another. Returns which queries ran when it died; some of them were the other worker's. */
async function killOne(
  { fleet, random }: ScenarioStage,
  queries: readonly Accepted[],
): Promise<readonly [number, readonly Accepted[]]> {
  const workers = fleet.of('query-worker');
  const victim = workers[Math.floor(random() * workers.length)] ?? workers[0];
  await victim.kill('SIGKILL');
  const killedAtMs = performance.now();
  const running = (await readRuns(fleet, queries)).filter(({ state }) => state === 'running');
  await fleet.start('query-worker');
  return [killedAtMs, running.map(({ query }) => query)];
}

/** Milliseconds from the kill until each of them has begun again or ended on the worker that lived; 0 when none began again. */
async function restartOf(
  { fleet }: ScenarioStage,
  queries: readonly Accepted[],
  killedAtMs: number,
  limitMs: number,
): Promise<number> {
  let lastMs = 0;
  let open = queries;
  await waitFor('what the dead worker held begins again', limitMs, async () => {
    const runs = await readRuns(fleet, open);
    if (runs.some(({ attempt }) => attempt > 1)) lastMs = performance.now() - killedAtMs;
    open = runs
      .filter(({ state, attempt }) => state === 'running' && attempt === 1)
      .map(({ query }) => query);
    return open.length === 0;
  });
  return lastMs;
}
