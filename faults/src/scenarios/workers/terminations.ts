import assert from 'node:assert/strict';
import type { AppProcess } from '../../fleet/contract.ts';
import type { Scenario } from '../../contract.ts';
import { countStalls, readRuns } from '../query-records.ts';
import { waitFor } from '../wait-for.ts';

const GRACE_MS = 10_000;
/** Of whoever stops the processes, beyond what they allow themselves. */
const MARGIN_MS = 3_000;

const ROUNDS = { short: 4, soak: 100 };

/** A rolling deployment under load: each worker ends what it holds. */
export const rollingTermination: Scenario = {
  id: 'F08',
  title: 'workers are replaced one after the other under load',
  boundSeconds: 900,
  run: async ({ fleet, asking, isSoak }) => {
    const rounds = isSoak ? ROUNDS.soak : ROUNDS.short;
    fleet.model.pace({ firstTokenMs: 500 });
    const load = asking.keepAsking({ perSecond: 8 });
    const replaced: (number | null)[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const [oldest] = fleet.of('query-worker');
      await fleet.start('query-worker');
      replaced.push(await oldest.terminate(GRACE_MS + MARGIN_MS));
    }
    const asked = await load.stop();
    const ended = await asking.untilEnded(asked, 30_000);
    assert.ok(
      replaced.every((code) => code === 0),
      `workers ended with ${replaced.join(' ')}`,
    );
    assert.ok(
      ended.every(({ status }) => status === 'succeeded'),
      'a query did not survive the deployment',
    );
    const runs = await readRuns(fleet, asked);
    const again = runs.filter(({ attempt }) => attempt > 1).length;
    const stalls = await countStalls(fleet, asked);
    assert.equal(again, 0, 'a query was begun twice');
    assert.equal(stalls, 0, 'a job was counted as stalled');
    return {
      recoveryMs: null,
      note: `${asked.length} queries over ${rounds} replaced workers, none begun twice, no stall`,
    };
  },
};

/** What is still running when the grace ends goes back to its lane, and costs no attempt. */
export const terminationWithLongJob: Scenario = {
  id: 'F09',
  title: 'a worker is told to stop with a job longer than its grace',
  boundSeconds: 60,
  run: async ({ fleet, asking }) => {
    const [first, ...others] = fleet.of('query-worker');
    await Promise.all(others.map((worker) => worker.kill('SIGKILL')));
    fleet.model.pace({ firstTokenMs: 9_000, betweenTextsMs: 2_000 });
    const query = await asking.ask();
    await waitFor('it runs', 10_000, async () => (await readRuns(fleet, [query]))[0]?.state === 'running');
    const startedAt = performance.now();
    const code = await first.terminate(GRACE_MS + MARGIN_MS);
    const tookMs = performance.now() - startedAt;
    assert.equal(code, 0);
    assert.ok(tookMs <= GRACE_MS, `it took ${Math.round(tookMs)} ms to end`);
    const job = await fleet.queue.admin.hmget(`bull:rag-normal:${query.queryId}`, 'atm', 'stc');
    assert.ok(
      job.every((count) => count === null || count === '0'),
      `attempts and stalls: ${job.join(' ')}`,
    );
    fleet.model.pace({});
    await fleet.start('query-worker');
    const restartedAt = performance.now();
    const [ended] = await asking.untilEnded([query], 20_000);
    assert.equal(ended?.status, 'succeeded');
    return {
      recoveryMs: performance.now() - restartedAt,
      note: `gave its job back within ${Math.round(tookMs)} ms, no attempt burnt`,
    };
  },
};

/** `close()` of a worker has no end while Redis is away: the process has one. */
export const terminationWithoutRedis: Scenario = {
  id: 'F10',
  title: 'every process is told to stop while Redis is down',
  boundSeconds: 60,
  run: async ({ fleet, asking }) => {
    fleet.model.pace({ firstTokenMs: 5_000 });
    await asking.askMany(2);
    await fleet.queue.kill();
    const apps = fleet.apps();
    const startedAt = performance.now();
    const codes = await Promise.all(apps.map((app) => endOf(app)));
    const tookMs = performance.now() - startedAt;
    assert.ok(
      codes.every((code) => code !== null),
      'a process had to be killed',
    );
    assert.ok(tookMs <= GRACE_MS + MARGIN_MS / 2, `the last one took ${Math.round(tookMs)} ms`);
    return { recoveryMs: null, note: `all ${apps.length} had ended after ${Math.round(tookMs)} ms` };
  },
};

const endOf = (app: AppProcess): Promise<number | null> => app.terminate(GRACE_MS + MARGIN_MS);
