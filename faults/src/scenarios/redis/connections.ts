import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Scenario } from '../../contract.ts';
import { askUntilAtModel, processesOf, submitInVain, untilAnswered } from '../outages.ts';
import { readRuns } from '../query-records.ts';
import { waitFor } from '../wait-for.ts';

const LIMIT_MS = 20_000;
const STORM_ROUNDS = 30;
const HALF_WAY = STORM_ROUNDS / 2;

/** Every connection of every client, again and again. */
export const connectionsAreKilled: Scenario = {
  id: 'F19',
  title: 'every connection to the queue Redis is killed each second, thirty times',
  boundSeconds: 75,
  webhookRepeats: 1,
  isSlow: true,
  run: async ({ fleet, asking }) => {
    const before = processesOf(fleet);
    fleet.model.pace({ firstTokenMs: 300 });
    const load = asking.keepAsking({ perSecond: 3 });
    let progress: Promise<unknown> = Promise.resolve();
    for (let round = 0; round < STORM_ROUNDS; round += 1) {
      await fleet.queue.admin.call('CLIENT', 'KILL', 'TYPE', 'normal');
      if (round === HALF_WAY) progress = asking.untilEnded(asking.accepted(), HALF_WAY * 1_000);
      await delay(1_000);
    }
    await progress;
    const calmAtMs = performance.now();
    const asked = await load.stop();
    await untilAnswered(asking, asked, LIMIT_MS);
    assert.deepEqual(processesOf(fleet), before, 'every process lived through it');
    return {
      recoveryMs: performance.now() - calmAtMs,
      note: `${asked.length} queries; what the first half took had ended before the second was over`,
    };
  },
};

const PARTITION_MS = 15_000;

/** It works on and cannot say so: its jobs are somebody else's by then. */
export const workerIsPartitioned: Scenario = {
  id: 'F20',
  title: 'one worker and the queue Redis do not hear each other for fifteen seconds',
  boundSeconds: 60,
  isSlow: true,
  run: async (stage) => {
    const { fleet, asking } = stage;
    const [alone, ...others] = fleet.of('query-worker');
    await Promise.all(others.map((worker) => worker.kill('SIGKILL')));
    fleet.model.pace({ firstTokenMs: 7_000, betweenTextsMs: 3_000 });
    const queries = await askUntilAtModel(stage, 3);
    await fleet.start('query-worker');
    fleet.model.pace({});
    await alone.queue.set({ timeout: { afterMs: 0 } });
    const cutAtMs = performance.now();
    const ended = await untilAnswered(asking, queries, PARTITION_MS);
    const recoveryMs = performance.now() - cutAtMs;
    assert.ok(
      (await readRuns(fleet, queries)).every(({ attempt }) => attempt === 2),
      'each was begun by both workers, once',
    );
    await delay(Math.max(0, PARTITION_MS - (performance.now() - cutAtMs)));
    await alone.queue.heal();
    const hears = (): boolean =>
      alone.log().some((line) => /missing lock|not in the active|missing key/i.test(line));
    await waitFor('the late worker hears that its jobs are gone', LIMIT_MS, hears);
    const again = await Promise.all(queries.map((query) => asking.read(query)));
    assert.deepEqual(
      again.map(({ result }) => result),
      ended.map(({ result }) => result),
      'the late results changed nothing',
    );
    await waitFor('the worker that was alone works on', LIMIT_MS, () => alone.isReady());
    return { recoveryMs, note: 'another worker answered, the late results were refused' };
  },
};

const DEAF_MS = 5_000;

/** Everything arrives at Redis and is done, and nobody learns of it. */
export const repliesAreLost: Scenario = {
  id: 'F21',
  title: 'what is said to the queue Redis arrives, and no reply comes back for five seconds',
  boundSeconds: 60,
  run: async (stage) => {
    const { fleet, asking } = stage;
    const before = processesOf(fleet);
    fleet.model.pace({ firstTokenMs: 2_000 });
    await askUntilAtModel(stage, 3);
    const apps = [...fleet.of('ingress-api'), ...fleet.of('query-worker')];
    await Promise.all(apps.map(({ queue }) => queue.set({ timeout: { afterMs: 0 } }, 'downstream')));
    const deafAtMs = performance.now();
    const unknown = await submitInVain(asking);
    await delay(DEAF_MS - (performance.now() - deafAtMs));
    await Promise.all(apps.map(({ queue }) => queue.heal()));
    const healedAtMs = performance.now();
    await waitFor('the ingress hears again', LIMIT_MS, () => fleet.of('ingress-api')[0].isReady());
    const known = await asking.submit(unknown.ask);
    assert.ok(known.isReplay, 'the submission without a reply had been taken');
    await untilAnswered(asking, asking.accepted(), LIMIT_MS);
    const recoveryMs = performance.now() - healedAtMs;
    assert.deepEqual(processesOf(fleet), before, 'every process lived through it');
    return { recoveryMs, note: 'the same key had its query, and each ended once' };
  },
};
