import assert from 'node:assert/strict';
import type { Scenario } from '../../contract.ts';
import { askUntilAtModel, firstJobAfter, processesOf, submitInVain, untilAnswered } from '../outages.ts';
import { assertNothingHalfPresent, retryAll, submitMany } from './retries.ts';
import { failBack, pointAllAt, startReplica, untilInSync } from './replica.ts';

const LOST = 10;
const ANSWER_MS = 6_000;
const LIMIT_MS = 40_000;

/** Replication is asynchronous: what was accepted while the replica heard nothing is nowhere once it leads. */
export const failoverLosesWrites: Scenario = {
  id: 'F17',
  title: 'a replica that has missed the last writes becomes the queue Redis',
  boundSeconds: 75,
  webhookRepeats: 1,
  expectsLoss: true,
  run: async (stage) => {
    const { fleet, asking } = stage;
    const before = processesOf(fleet);
    await using replica = await startReplica(fleet);
    await replica.follow();
    fleet.model.pace({ firstTokenMs: ANSWER_MS });
    const followed = await askUntilAtModel(stage, 3);
    await fleet.queue.admin.client('PAUSE', LIMIT_MS, 'WRITE');
    await untilInSync(fleet.queue.admin, replica.admin);
    await replica.link.set({ down: true });
    // An end that the replica misses would come a second time.
    const workers = fleet.of('query-worker');
    workers.forEach((worker) => worker.freeze());
    await fleet.queue.admin.client('UNPAUSE');
    const missed = await submitMany(stage, LOST);
    await Promise.all(fleet.apps().map(({ queue }) => queue.set({ down: true })));
    const unknown = await submitInVain(asking);
    fleet.model.pace({});
    await replica.admin.replicaof('NO', 'ONE');
    pointAllAt(fleet, replica);
    await Promise.all(fleet.apps().map(({ queue }) => queue.heal()));
    workers.forEach((worker) => worker.thaw());
    const promotedAtMs = performance.now();
    const recoveryMs = await firstJobAfter({ fleet: { queue: replica }, asking }, promotedAtMs);
    const { queries, lostCount } = await retryAll(stage, [...missed, unknown]);
    assert.equal(lostCount, LOST + 1, 'what the replica had missed, and nothing else, was made anew');
    await untilAnswered(asking, [...followed, ...queries], LIMIT_MS);
    await failBack(fleet, replica);
    await firstJobAfter(stage, performance.now());
    await assertNothingHalfPresent(fleet);
    assert.deepEqual(processesOf(fleet), before, 'every process lived through it');
    return {
      recoveryMs,
      note: `the ${LOST} that were accepted after the cut, and their keys made them anew`,
    };
  },
};
