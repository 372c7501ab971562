import assert from 'node:assert/strict';
import type { Scenario } from '../../contract.ts';
import { askEvenly } from '../ask-evenly.ts';
import { percentile } from '../percentile.ts';
import { addFillerJobs } from './filler-jobs.ts';

/** The lane takes no more than 100,000. */
const BACKLOG = 99_500;
const REAL_PER_TENANT = 150;
const HIGH = { lane: 'high', count: 40, perSecond: 4, callbackUrl: null } as const;
const ANSWER_MS = 300;
const MAX_WAIT_MS = 1_000;
const END_MS = 60_000;

export const deepBacklog: Scenario = {
  id: 'F44',
  title: 'a hundred thousand jobs wait in the low lane',
  boundSeconds: 240,
  isSlow: true,
  inPlaceOf: 'a hundred thousand questions: a few hundred, before 99,500 jobs whose questions are gone',
  run: async ({ fleet, asking }) => {
    await Promise.all(fleet.of('query-worker').map((worker) => worker.kill('SIGKILL')));
    const low = await Promise.all(
      fleet.tenants.map((tenant) =>
        asking.askMany(REAL_PER_TENANT, { tenant, lane: 'low', callbackUrl: null, deadlineSeconds: 600 }),
      ),
    );
    // After them: who comes to a lane takes the turn that is being served.
    const filler = await addFillerJobs(fleet, BACKLOG);
    try {
      fleet.model.pace({ firstTokenMs: ANSWER_MS });
      await fleet.start('query-worker');
      await fleet.start('query-worker');
      const high = await askEvenly(asking, HIGH);
      const answers = await asking.untilEnded(
        high.map(({ query }) => query),
        END_MS,
      );
      const waiting = await filler.waiting();
      assert.ok(waiting >= BACKLOG / 2, `only ${waiting} jobs were left waiting`);
      const waitsMs = answers.map(({ result }) => result?.timings_ms.queue_wait ?? Number.POSITIVE_INFINITY);
      const p99Ms = percentile(waitsMs, 0.99);
      assert.ok(p99Ms < MAX_WAIT_MS, `a question of the high lane waited ${p99Ms} ms`);
      const read = await Promise.all(low.flat().map((query) => asking.read(query)));
      const progress = read.filter(({ status }) => status === 'succeeded').length;
      assert.ok(progress > 0, 'the low lane stood still');
      fleet.model.pace({});
      await asking.untilEnded(low.flat(), END_MS);
      return {
        recoveryMs: null,
        note: `high waited ${p99Ms} ms (p99), ${progress} low ones were answered meanwhile`,
      };
    } finally {
      await filler.remove();
    }
  },
};
