import assert from 'node:assert/strict';
import type { ModelFault } from '@ragfleet/test-support';
import type { Scenario, ScenarioStage } from '../../contract.ts';
import { answerTo, requirePassagesOnly } from './answered.ts';
import { failAlways, failOnce } from './plant-faults.ts';
import { FIRST_MODEL, NEVER_AWAY, SECOND_MODEL, SECOND_WORDS, withSecondVendor } from './second-vendor.ts';

const BROKEN = ['cut', 'reset', 'no-finish', 'error-event', 'empty'] as const;
const FIRST_WORDS = 'The handbook gives';
const WIDE_TEXT = 'In jedem Büro gelten neun Tage 🏖️, 每个办公室都是九天, auch für 👩‍💻 [1].';

/** What is not whole is no answer, whatever was heard of it. */
export const brokenStreams: Scenario = {
  id: 'F29',
  title: 'the stream is cut, reset, without an end, said twice, cut inside its characters',
  boundSeconds: 90,
  run: (stage) =>
    withSecondVendor({ fleet: stage.fleet, variables: NEVER_AWAY }, async ({ second }) => {
      for (const type of BROKEN) await answersElsewhere(stage, type);
      await heardTwice(stage);
      await cutInCharacters(stage);
      failAlways(stage.fleet.model, () => ({ type: 'cut' }));
      failAlways(second, () => ({ type: 'reset' }));
      const none = await answerTo(stage.asking);
      requirePassagesOnly(none);
      assert.ok(!none.answer.includes(FIRST_WORDS), 'a piece of a broken answer was kept');
      return { recoveryMs: null, note: `${BROKEN.length} kinds of half answers, none kept` };
    }),
};

/** Then the first model answers again, so that its breaker stays closed. */
async function answersElsewhere(
  { fleet, asking }: ScenarioStage,
  type: (typeof BROKEN)[number],
): Promise<void> {
  failAlways(fleet.model, () => ({ type }));
  const { model, answer } = await answerTo(asking);
  assert.equal(model, SECOND_MODEL, `the first model's answer was taken although it ended with ${type}`);
  assert.ok(answer.startsWith(SECOND_WORDS), `an answer begins with what was broken off by ${type}`);
  fleet.model.failBy(() => null);
  const next = await answerTo(asking);
  assert.equal(next.model, FIRST_MODEL);
}

/** A vendor's own repetition cannot be told from its words: it is one answer, and paid for once. */
async function heardTwice({ fleet, asking }: ScenarioStage): Promise<void> {
  failOnce(fleet.model, { type: 'repeat' });
  const { model, usage } = await answerTo(asking);
  assert.equal(model, FIRST_MODEL);
  assert.equal(
    usage.output_tokens,
    fleet.model.bill.at(-1)?.outputTokens,
    'what was said twice is billed twice',
  );
}

async function cutInCharacters({ fleet, asking }: ScenarioStage): Promise<void> {
  fleet.model.reply({ text: WIDE_TEXT });
  const whole = await answerTo(asking);
  const faults: readonly ModelFault[] = [{ type: 'split-utf8' }, { type: 'broken-utf8' }];
  for (const fault of faults) {
    failOnce(fleet.model, fault);
    const { answer, model } = await answerTo(asking);
    assert.equal(model, FIRST_MODEL);
    assert.equal(answer, whole.answer, `${fault.type} changed the answer`);
  }
}
