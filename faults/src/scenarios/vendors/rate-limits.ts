import assert from 'node:assert/strict';
import type { ModelFault } from '@ragfleet/test-support';
import type { Scenario, ScenarioStage } from '../../contract.ts';
import { answerTo, requirePassagesOnly } from './answered.ts';
import { failOnce } from './plant-faults.ts';
import { FIRST_MODEL, SECOND_MODEL, withSecondVendor } from './second-vendor.ts';

const DEADLINE_SECONDS = 20;
const SECOND_MS = 1_000;
/** Of an answer that waits for nobody. */
const AT_ONCE_MS = 8_000;

/** A limit is waited out where the vendor's time fits, and never where it does not. */
export const rateLimits: Scenario = {
  id: 'F26',
  title: 'the model limits the rate: for 1 s, for 120 s, until a date, until nobody knows when',
  boundSeconds: 90,
  run: async (stage) => {
    await waitedOut(stage, '1', SECOND_MS);
    const untilMs = Date.now() + 3 * SECOND_MS;
    const callsAtMs = await waitedOut(stage, new Date(untilMs).toUTCString(), 0);
    const againAtMs = performance.timeOrigin + (callsAtMs[1] ?? 0);
    assert.ok(againAtMs >= untilMs - SECOND_MS, 'a model was asked again before the date that it named');
    await waitedOut(stage, 'as soon as we can', 0);
    await givenUp(stage);
    await passedOn(stage);
    return { recoveryMs: null, note: 'short limits are waited out, 120 s goes to the next model at once' };
  },
};

const limited = (retryAfter: string): ModelFault => ({
  type: 'status',
  status: 429,
  headers: { 'retry-after': retryAfter },
});

/** The only model answers, within the deadline and not before `leastMs`. Returns when it was called. */
async function waitedOut(
  { fleet, asking }: ScenarioStage,
  retryAfter: string,
  leastMs: number,
): Promise<readonly number[]> {
  const callsAtMs = failOnce(fleet.model, limited(retryAfter));
  const { model } = await answerTo(asking, { deadlineSeconds: DEADLINE_SECONDS });
  assert.equal(model, FIRST_MODEL, `Retry-After: ${retryAfter} was not waited out`);
  const [first = 0, second = 0, ...others] = callsAtMs;
  assert.deepEqual(others, [], `Retry-After: ${retryAfter} was answered with ${callsAtMs.length} calls`);
  assert.ok(second - first >= leastMs, `Retry-After: ${retryAfter} was waited for ${second - first} ms`);
  return callsAtMs;
}

async function givenUp({ fleet, asking }: ScenarioStage): Promise<void> {
  const callsAtMs = failOnce(fleet.model, limited('120'));
  requirePassagesOnly(await answerTo(asking, { deadlineSeconds: DEADLINE_SECONDS }, AT_ONCE_MS));
  assert.equal(callsAtMs.length, 1, 'a model that wants to be left alone for 120 s was asked again');
}

/** With another vendor to go to. */
function passedOn({ fleet, asking }: ScenarioStage): Promise<void> {
  return withSecondVendor({ fleet }, async () => {
    failOnce(fleet.model, limited('120'));
    const { model } = await answerTo(asking, { deadlineSeconds: DEADLINE_SECONDS }, AT_ONCE_MS);
    assert.equal(model, SECOND_MODEL, 'the second model did not answer for one that is limited for 120 s');
    fleet.model.failBy(() => null);
    await answerTo(asking);
    failOnce(fleet.model, limited('1'));
    const short = await answerTo(asking, { deadlineSeconds: DEADLINE_SECONDS });
    assert.ok(short.model !== null, 'nobody answered for a model that is limited for 1 s');
  });
}
