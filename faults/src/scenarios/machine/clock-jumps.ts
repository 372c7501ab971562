import assert from 'node:assert/strict';
import type { Scenario, ScenarioStage } from '../../contract.ts';
import { readRuns } from '../query-records.ts';
import { waitFor } from '../wait-for.ts';

const HOUR_MS = 3_600_000;
const ANSWER_MS = 3_000;
const END_MS = 25_000;
const CLOCK = new URL('./jumping-clock.ts', import.meta.url).href;

/** Whoever asks has a deadline by the fleet's time: one worker's idea of it is no reason to end a question. */
export const clockJumps: Scenario = {
  id: 'F46',
  title: 'the only worker’s clock jumps by an hour, forwards and back',
  boundSeconds: 120,
  isSlow: true,
  inPlaceOf: 'the machine’s clock: that of one process, its monotonic clock untouched',
  run: async (stage) => {
    for (const jumpMs of [HOUR_MS, -HOUR_MS]) await jumpBy(stage, jumpMs);
    return { recoveryMs: null, note: 'what ran and what came after was answered, by both jumps' };
  },
};

async function jumpBy({ fleet, asking }: ScenarioStage, jumpMs: number): Promise<void> {
  await Promise.all(fleet.of('query-worker').map((worker) => worker.kill('SIGKILL')));
  const variables = { NODE_OPTIONS: `--import=${CLOCK}`, CLOCK_JUMP_MS: String(jumpMs) };
  const worker = await fleet.start('query-worker', { variables });
  fleet.model.pace({ firstTokenMs: ANSWER_MS });
  const running = await asking.askMany(3);
  await waitFor('they run', END_MS, async () =>
    (await readRuns(fleet, running)).every(({ state }) => state === 'running'),
  );
  process.kill(worker.pid, 'SIGUSR2');
  const after = await asking.askMany(3);
  const ended = await asking.untilEnded([...running, ...after], END_MS);
  assert.deepEqual(
    ended.map(({ status }) => status),
    ended.map(() => 'succeeded'),
    `the clock jumped by ${jumpMs / HOUR_MS} h`,
  );
  const runs = await readRuns(fleet, [...running, ...after]);
  assert.ok(
    runs.every(({ attempt }) => attempt === 1),
    'a query was begun twice',
  );
}
