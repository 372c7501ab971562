import assert from 'node:assert/strict';
import type { Accepted } from '../../asking/contract.ts';
import type { Scenario, ScenarioStage } from '../../contract.ts';
import type { Directions, Toxics } from '../../proxy/contract.ts';
import { countStalls, readRuns } from '../query-records.ts';

/** Together longer than a lock lasts that nobody renews; each shorter than a model may be silent. */
const PACE = { firstTokenMs: 7_000, betweenTextsMs: 500 };
const LIMIT_MS = 30_000;

/** Every reply comes late; locks are renewed in time all the same. */
export const redisIsSlow: Scenario = {
  id: 'F22',
  title: 'every reply of the queue Redis comes 200 ms late, give or take 100',
  boundSeconds: 60,
  run: async (stage) => {
    const { fleet, asking } = stage;
    fleet.model.pace(PACE);
    await setAll(stage, { latency: { delayMs: 200, jitterMs: 100 } }, 'downstream');
    const submitted = await Promise.all(
      Array.from({ length: 8 }, (_, at) => asking.submit({ lane: at % 2 === 0 ? 'high' : 'normal' })),
    );
    const outcomes = submitted.map(({ outcome }) => outcome);
    assert.ok(
      outcomes.every((outcome) => outcome === 'accepted'),
      `a slow queue is no queue that is away: ${outcomes.join(' ')}`,
    );
    const ended = await asking.untilEnded(asking.accepted(), LIMIT_MS);
    assert.ok(
      ended.every(({ status }) => status === 'succeeded'),
      'a query failed',
    );
    await assertNoStalls(stage, asking.accepted());
    const slowestMs = Math.max(...submitted.map(({ tookMs }) => tookMs));
    return { recoveryMs: null, note: `no stall; a submission took ${slowestMs} ms at most` };
  },
};

async function assertNoStalls({ fleet }: ScenarioStage, queries: readonly Accepted[]): Promise<void> {
  for (const { attempt } of await readRuns(fleet, queries))
    assert.equal(attempt, 1, 'a query was begun twice');
  for (const lane of ['high', 'normal'])
    assert.equal(await countStalls(fleet, queries, lane), 0, 'a job was counted as stalled');
}

/** Whatever way the bytes are cut, the same is said. */
export const redisInPieces: Scenario = {
  id: 'F23',
  title: 'the queue Redis is heard byte by byte, then at 10 kB/s',
  boundSeconds: 60,
  run: async (stage) => {
    const { fleet, asking } = stage;
    await setAll(stage, { slicer: { averageBytes: 1 } }, 'both');
    const sliced = await asking.askMany(10);
    const whole = await asking.untilEnded(sliced, LIMIT_MS);
    await Promise.all(fleet.apps().map(({ queue }) => queue.remove(['slicer'])));
    await setAll(stage, { bandwidth: { kilobytesPerSecond: 10 } }, 'both');
    const startedAtMs = performance.now();
    const narrow = await asking.askMany(3);
    const ended = [...whole, ...(await asking.untilEnded(narrow, LIMIT_MS))];
    const tookMs = Math.round(performance.now() - startedAtMs);
    assert.ok(
      ended.every(({ status }) => status === 'succeeded'),
      'a query failed',
    );
    return { recoveryMs: null, note: `all answered; three took ${tookMs} ms at 10 kB/s` };
  },
};

async function setAll({ fleet }: ScenarioStage, toxics: Toxics, directions: Directions): Promise<void> {
  await Promise.all(fleet.apps().map(({ queue }) => queue.set(toxics, directions)));
}
