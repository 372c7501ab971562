import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Scenario } from '../../contract.ts';
import { untilAnswered } from '../outages.ts';
import { activeJobs } from '../query-records.ts';
import { waitFor } from '../wait-for.ts';

const DOWN_MS = 15_000;

/** What the scaling rule reads must never be 0 while a job is owed, or nobody starts a worker. */
export const noWorkerLeft: Scenario = {
  id: 'F04',
  title: 'the only worker dies, and none is started for 15 s',
  boundSeconds: 60,
  run: async ({ fleet, asking }) => {
    const [first, ...others] = fleet.of('query-worker');
    await Promise.all(others.map((worker) => worker.kill('SIGKILL')));
    fleet.model.pace({ firstTokenMs: 3_000 });
    const query = await asking.ask();
    await waitFor('it runs', 10_000, async () => (await activeJobs(fleet, 'normal')) === 1);
    await first.kill('SIGKILL');
    const lengthOf = (list: string): Promise<number> => fleet.queue.admin.llen(`bull:rag-normal:${list}`);
    let least = Number.POSITIVE_INFINITY;
    let waitedMs: number | null = null;
    const startedAt = performance.now();
    while (performance.now() - startedAt < DOWN_MS) {
      const [waiting, active] = await Promise.all([lengthOf('wait'), lengthOf('active')]);
      least = Math.min(least, waiting + active);
      if (waiting > 0) waitedMs ??= performance.now() - startedAt;
      await delay(100);
    }
    assert.ok(least >= 1, 'the scaling rule saw an idle fleet');
    assert.ok(waitedMs !== null, 'nobody brought the job back to its lane while no worker was up');
    await fleet.start('query-worker');
    const restartedAt = performance.now();
    await untilAnswered(asking, [query], 20_000);
    return {
      recoveryMs: performance.now() - restartedAt,
      note: `back in its lane after ${Math.round(waitedMs)} ms without a worker`,
    };
  },
};
