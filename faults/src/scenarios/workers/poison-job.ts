import assert from 'node:assert/strict';
import type { Scenario } from '../../contract.ts';
import { LANE_POLICIES } from '@ragfleet/contracts';
import { keepOneUp } from '../keep-one-up.ts';
import { waitFor } from '../wait-for.ts';

const POISON = 'antimony';

/** A question that ends every process that reads it. Whoever runs the workers starts them again, as a cluster does. */
export const poisonJob: Scenario = {
  id: 'F05',
  title: 'a job ends its process each time',
  boundSeconds: 120,
  isSlow: true,
  run: async ({ fleet, asking, signal }) => {
    await Promise.all(fleet.of('query-worker').map((worker) => worker.kill('SIGKILL')));
    const variables = { RAGFLEET_FAILPOINTS: `query.answering=abort@${POISON}` };
    const worker = keepOneUp(fleet, { variables }, { signal });
    const startedAt = performance.now();
    const poison = await asking.ask({ lane: 'high', question: `What does the handbook say of ${POISON}?` });
    const others = await asking.askMany(5, { lane: 'normal' });
    const ended = await asking.until(poison, ['failed', 'succeeded', 'expired'], 110_000);
    const deaths = await worker.stop();
    assert.equal(ended.status, 'failed');
    const { maxStalledCount } = LANE_POLICIES.high;
    assert.equal(
      deaths,
      maxStalledCount + 1,
      'it was started once for each stall that is forgiven, and once more',
    );
    const answers = await asking.untilEnded(others, 60_000);
    assert.ok(
      answers.every(({ status }) => status === 'succeeded'),
      'another job was drawn in',
    );
    await waitFor('its failure is delivered', 15_000, () =>
      fleet.receiver.deliveries.some(({ body }) => body.includes(poison.queryId)),
    );
    return {
      recoveryMs: null,
      note: `failed after ${deaths} starts and ${Math.round((performance.now() - startedAt) / 1_000)} s; five others answered`,
    };
  },
};
