import { chooseAnswerModels } from '@ragfleet/models';
import { startOpenAiDouble } from '@ragfleet/test-support';
import assert from 'node:assert/strict';
import type { Scenario, ScenarioStage } from '../../contract.ts';
import { FIRST_MODEL } from './second-vendor.ts';

const CALLS = 3_000;
const CONCURRENCY = 8;
const MAX_IDLE_MS = 4;
const MIN_CLOSED = 500;

const QUESTION = {
  question: 'How many days?',
  history: [],
  passages: [{ index: 1, title: 'Leave', source: 'handbook', text: 'Leave is nine days.' }],
  maxOutputTokens: 100,
};

/** A service closes an idle connection at the moment when the next call is written to it. */
export const dyingConnections: Scenario = {
  id: 'F36',
  title: 'the model closes idle connections at random while calls are sent on them',
  boundSeconds: 60,
  isSlow: true,
  inPlaceOf: 'ten thousand calls of a worker: three thousand of its adapter in this process',
  run: async (stage) => {
    const service = await startOpenAiDouble();
    let closed = 0;
    service.reply({ text: 'Nine days [1].' });
    service.closeIdle(() => {
      if (stage.random() < 0.5) return null;
      closed += 1;
      return stage.random() * MAX_IDLE_MS;
    });
    try {
      const failures = await callMany(stage, `${service.url}/v1`);
      assert.deepEqual(failures.slice(0, 3), [], `${failures.length} of ${CALLS} calls failed`);
      assert.ok(closed >= MIN_CLOSED, `only ${closed} connections were closed`);
      const answered = service.bill.length;
      assert.equal(answered, CALLS, 'a call was answered twice, or not at all');
      return { recoveryMs: null, note: `${CALLS} calls, ${service.connections()} connections, none failed` };
    } finally {
      await service.stop();
    }
  },
};

/** What went wrong, without any retry but the adapter's own. */
async function callMany({ signal }: ScenarioStage, baseUrl: string): Promise<readonly string[]> {
  const { standard } = chooseAnswerModels({ OPENAI_BASE_URL: baseUrl, DEFAULT_MODEL: FIRST_MODEL });
  const failures: string[] = [];
  let begun = 0;
  const callOn = async (): Promise<void> => {
    while (begun < CALLS) {
      begun += 1;
      try {
        assert.equal(await lastTypeOf(standard.answer(QUESTION, signal)), 'finish');
      } catch (error) {
        failures.push(String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, () => callOn()));
  return failures;
}

async function lastTypeOf(stream: AsyncIterable<{ readonly type: string }>): Promise<string | null> {
  let last: string | null = null;
  for await (const { type } of stream) last = type;
  return last;
}
