import assert from 'node:assert/strict';
import type { Scenario, ScenarioStage } from '../../contract.ts';
import { answerTo } from './answered.ts';
import { failAlways } from './plant-faults.ts';
import { watchResidentMemory } from './resident-memory.ts';
import { FIRST_MODEL, NEVER_AWAY, SECOND_MODEL, withSecondVendor } from './second-vendor.ts';

const USELESS = ['malformed', 'wrong-type', 'error-body', 'huge', 'endless', 'gzip-bomb'] as const;
const MAX_GROWTH_MB = 50;
/** Until a worker's memory no longer grows by itself. */
const WARM_QUESTIONS = 120;
const WARM_AT_ONCE = 6;

/** A reply that cannot be an answer is a failure, and costs the worker neither its memory nor its life. */
export const uselessReplies: Scenario = {
  id: 'F30',
  title: 'the model sends no JSON, a page, an error with 200, 10 MB, a bomb',
  boundSeconds: 120,
  isSlow: true,
  run: (stage) =>
    withSecondVendor(
      { fleet: stage.fleet, variables: NEVER_AWAY, count: 1 },
      async ({ workers: [worker] }) => {
        assert.ok(worker !== undefined);
        await warmUp(stage);
        const memory = await watchResidentMemory(worker.pid);
        for (const type of USELESS) {
          failAlways(stage.fleet.model, () => ({ type }));
          const { model } = await answerTo(stage.asking);
          assert.equal(model, SECOND_MODEL, `${type} was taken for an answer`);
          stage.fleet.model.failBy(() => null);
          const next = await answerTo(stage.asking);
          assert.equal(next.model, FIRST_MODEL, `after ${type} the model is not asked any more`);
          stage.say(`${type}: + ${Math.round(await memory.growthMb())} MB`);
        }
        const growthMb = await memory.growthMb();
        assert.ok(growthMb < MAX_GROWTH_MB, `the worker's memory grew by ${Math.round(growthMb)} MB`);
        assert.ok(await worker.isReady(), 'the worker is not well');
        return {
          recoveryMs: null,
          note: `${USELESS.length} kinds, memory + ${Math.round(growthMb)} MB at most`,
        };
      },
    ),
};

async function warmUp({ asking }: ScenarioStage): Promise<void> {
  for (let asked = 0; asked < WARM_QUESTIONS; asked += WARM_AT_ONCE)
    await asking.untilEnded(await asking.askMany(WARM_AT_ONCE, { callbackUrl: null }), 30_000);
}
