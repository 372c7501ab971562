import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Scenario } from '../../contract.ts';
import { LANE_POLICIES } from '@ragfleet/contracts';
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
    const over = new AbortController();
    const isOver = Promise.race([once(over.signal, 'abort'), once(signal, 'abort')]);
    const keepOneUp = async (): Promise<number> => {
      for (let deaths = 0; ; deaths += 1) {
        const worker = await fleet.start('query-worker', { variables });
        const isDead = await Promise.race([worker.exited.then(() => true), isOver.then(() => false)]);
        if (!isDead) return deaths;
      }
    };
    const up = keepOneUp();
    const startedAt = performance.now();
    const poison = await asking.ask({ lane: 'high', question: `What does the handbook say of ${POISON}?` });
    const others = await asking.askMany(5, { lane: 'normal' });
    const ended = await asking.until(poison, ['failed', 'succeeded', 'expired'], 110_000);
    over.abort();
    const deaths = await up;
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
