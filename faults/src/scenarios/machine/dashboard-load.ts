import assert from 'node:assert/strict';
import { BULL_PREFIX, queueNameOfLane } from '@ragfleet/contracts';
import type { Scenario } from '../../contract.ts';

const LOW = `${BULL_PREFIX}:${queueNameOfLane('low')}`;
const LARGE_BYTES = 1_048_576;
const MAX_PAGE_MS = 2_000;
const END_MS = 20_000;
const LOAD = { perSecond: 6 } as const;

const CHANGES = [
  ['PUT', 'rag-normal/pause'],
  ['PUT', 'pause'],
  ['PUT', 'rag-normal/empty'],
  ['PUT', 'rag-normal/obliterate'],
  ['POST', 'rag-normal/add'],
  ['PUT', 'rag-normal/retry/failed'],
  ['DELETE', 'rag-normal'],
] as const;

/** A page for those who look, under load and with a job that is far too large. */
export const dashboardUnderLoad: Scenario = {
  id: 'F51',
  title: 'the dashboard is asked to change queues under load, and to show a job of 1 MB',
  boundSeconds: 60,
  run: async ({ fleet, asking }) => {
    const dashboard = await fleet.start('dashboard');
    const call = async (method: string, path: string) => {
      const startedAt = performance.now();
      const response = await fetch(`${dashboard.url}/api/queues${path}`, {
        method,
        headers: { authorization: `Bearer ${fleet.operatorKey}` },
        signal: AbortSignal.timeout(END_MS),
      });
      const text = await response.text();
      return { status: response.status, text, tookMs: performance.now() - startedAt };
    };
    const load = asking.keepAsking(LOAD);
    for (const [method, path] of CHANGES) {
      const { status } = await call(method, `/${path}`);
      assert.equal(status, 403, `${method} ${path}`);
    }
    await Promise.all(fleet.of('query-worker').map((worker) => worker.kill('SIGKILL')));
    const large = await asking.ask({ lane: 'low' });
    const key = `${LOW}:${large.queryId}`;
    const data = (await fleet.queue.admin.hget(key, 'data')) ?? '{}';
    await fleet.queue.admin.hset(key, 'data', `${data.slice(0, -1)},"more":"${'x'.repeat(LARGE_BYTES)}"}`);
    const pages = [
      await call('GET', '?activeQueue=rag-low&status=latest&page=1&jobsPerPage=10'),
      await call('GET', `/rag-low/${large.queryId}`),
    ];
    for (const { status, text, tookMs } of pages) {
      assert.equal(status, 200);
      assert.ok(text.includes(large.queryId), 'the job is on the page');
      assert.ok(text.length < LARGE_BYTES / 2, `the page has ${text.length} characters`);
      assert.ok(tookMs < MAX_PAGE_MS, `the page took ${Math.round(tookMs)} ms`);
    }
    await fleet.start('query-worker');
    await fleet.start('query-worker');
    const asked = await load.stop();
    const ended = await asking.untilEnded([...asked, large], END_MS);
    assert.ok(
      ended.every(({ status }) => status === 'succeeded'),
      'a query was not answered',
    );
    const slowest = Math.round(Math.max(...pages.map(({ tookMs }) => tookMs)));
    return {
      recoveryMs: null,
      note: `${CHANGES.length} changes refused, the large job shown within ${slowest} ms`,
    };
  },
};
