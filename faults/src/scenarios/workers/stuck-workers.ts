import assert from 'node:assert/strict';
import { LANE_POLICIES } from '@ragfleet/contracts';
import type { Scenario } from '../../contract.ts';
import { readRuns } from '../query-records.ts';
import { waitFor } from '../wait-for.ts';

const BLOCKED_MS = 2 * LANE_POLICIES.normal.lockDurationMs;

/** Its lock runs out while it stands still, another worker answers, and then it goes on with what is no longer its own. */
export const blockedEventLoop: Scenario = {
  id: 'F06',
  title: 'an event loop stands still for twice the lock',
  boundSeconds: 60,
  run: async ({ fleet, asking }) => {
    await Promise.all(fleet.of('query-worker').map((worker) => worker.kill('SIGKILL')));
    const variables = { RAGFLEET_FAILPOINTS: `query.answered=block:${BLOCKED_MS}` };
    const blocked = await fleet.start('query-worker', { variables });
    const query = await asking.ask();
    await waitFor('it runs', 10_000, async () => (await readRuns(fleet, [query]))[0]?.state === 'running');
    const startedAt = performance.now();
    await fleet.start('query-worker');
    const [answered] = await asking.untilEnded([query], 2 * BLOCKED_MS);
    const recoveryMs = performance.now() - startedAt;
    assert.equal(answered?.status, 'succeeded');
    const [run] = await readRuns(fleet, [query]);
    assert.equal(run?.attempt, 2, 'another worker took it');
    await waitFor('the blocked worker answers again', 2 * BLOCKED_MS, () => blocked.isReady());
    return { recoveryMs, note: 'the second run’s result stands, the late one was discarded' };
  },
};

/** A processor that never settles while its lock is renewed: nothing but its deadline ends it. */
export const hangingHandler: Scenario = {
  id: 'F07',
  title: 'a job never ends by itself',
  boundSeconds: 40,
  run: async ({ fleet, asking }) => {
    await Promise.all(fleet.of('query-worker').map((worker) => worker.kill('SIGKILL')));
    const variables = { RAGFLEET_FAILPOINTS: 'query.answering=hang@for ever' };
    await fleet.start('query-worker', {
      variables: { ...variables, HIGH_SLOTS: '1', NORMAL_SLOTS: '1', LOW_SLOTS: '1', SHARED_SLOTS: '0' },
    });
    const query = await asking.ask({ question: 'Does this go on for ever?', deadlineSeconds: 8 });
    const startedAt = performance.now();
    const ended = await asking.until(query, ['expired', 'failed', 'succeeded'], 15_000);
    const tookMs = performance.now() - startedAt;
    assert.equal(ended.status, 'expired');
    assert.ok(
      tookMs <= 13_000,
      `it ended ${Math.round(tookMs)} ms after it was asked, with a deadline of 8 s`,
    );
    const next = await asking.ask();
    const [answered] = await asking.untilEnded([next], 10_000);
    assert.equal(answered?.status, 'succeeded', 'its slot is free again');
    return { recoveryMs: null, note: `expired after ${Math.round(tookMs)} ms, and its slot was free` };
  },
};
