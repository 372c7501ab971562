import type { Lane, Region } from '@ragfleet/kernel';
import { queueKeys } from '@ragfleet/contracts';
import { openTestRedis } from '@ragfleet/test-support';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { createQueryService } from '../queries/query-service.ts';
import { commandOf, sealer } from '../queries/query.test-data.ts';
import type { QueryService } from '../queries/contract.ts';
import { createRequeueAdmitted } from '../reconciler/requeue-admitted.ts';
import { createRestoreLostJobs } from '../reconciler/restore-lost-jobs.ts';
import { createLaneQueues } from '../queries/lane-queues.ts';
import type { LaneWorkers, QueryRun } from './contract.ts';
import { createLaneWorkers } from './lane-workers.ts';
import { succeed } from './lane-stage.fixture.ts';

const TENANT = 'acme';
const slots = { reserved: { high: 1, normal: 1, low: 1 }, shared: 0 };
const PATIENCE = { timeout: 40_000, interval: 50 };
const started: LaneWorkers[] = [];

let server: Awaited<ReturnType<typeof openTestRedis>>;
let queryService: QueryService;
beforeAll(async () => {
  server = await openTestRedis();
  queryService = createQueryService({ redisUrl: server.url, sealer, region: 'eu' });
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((workers) => workers.drain(2_000)));
  await server.redis.flushdb();
});
afterAll(() => queryService.close());

/** Workers of a fleet of this region: what they ran, what they refused, and what they logged as errors. */
async function startWorkers(region: Region | undefined) {
  const runs: QueryRun[] = [];
  const refused: Lane[] = [];
  const errors: string[] = [];
  const workers = createLaneWorkers({
    redisUrl: server.url,
    sealer,
    slots,
    region,
    handler: async (run) => {
      runs.push(run);
      return succeed(run);
    },
    onRefused: (lane) => refused.push(lane),
    logger: {
      info: () => undefined,
      warn: () => undefined,
      error: (_facts, message) => errors.push(message),
    },
  });
  await workers.start();
  started.push(workers);
  return { runs, refused, errors };
}

// Every 2 s the job is there for whoever takes it first: twenty times in a row it is a stranger once in a million runs.
const endOf = (queryId: string) =>
  queryService.waitUntilTerminal(TENANT, queryId, 40_000, new AbortController().signal);

it.each<[string, Region | undefined]>([
  ['of another region', 'us'],
  ['of a fleet without a region', undefined],
])(
  'a job waits while there are only workers %s, is alarmed, and runs when one of its own comes',
  async (_name, region) => {
    const strangers = await startWorkers(region);
    const { record } = await queryService.submit(commandOf(TENANT, { deadlineSeconds: 120 }));
    await vi.waitFor(() => expect(strangers.refused.length).toBeGreaterThanOrEqual(2), PATIENCE);
    expect(strangers.errors).toContain('refused a job of another region: it waits for a worker of its own');
    expect(await queryService.get(TENANT, record.queryId)).toMatchObject({ status: 'queued', attempt: 0 });

    const own = await startWorkers('eu');
    expect(await endOf(record.queryId)).toMatchObject({ status: 'succeeded', attempt: 1 });
    expect([strangers.runs.length, own.runs.length]).toEqual([0, 1]);
    expect(own.refused).toEqual([]);
  },
  100_000,
);

it('a job that was lost comes back with its region', async () => {
  const { record } = await queryService.submit(commandOf(TENANT));
  const { redis } = server;
  const queues = createLaneQueues(redis);
  const later = { nowMs: () => Date.now() + 10_000, monotonicMs: () => performance.now() };
  const repairs = {
    restored: createRestoreLostJobs({ redis, queues, clock: later }),
    requeued: createRequeueAdmitted({ redis, queues, clock: later }),
  };
  const mark = (await redis.zrange(queueKeys.deadlines, '0', '-1'))[0] ?? '';
  for (const repair of Object.values(repairs)) {
    await queues.remove('normal', record.queryId);
    await redis.hset(queueKeys.query(TENANT, record.queryId), 'state', 'admitted');
    await redis.zadd(queueKeys.admitted, 0, mark);
    expect(await repair(10)).toBe(1);
    const data = await redis.hget(`bull:rag-normal:${record.queryId}`, 'data');
    expect(JSON.parse(data ?? '{}')).toMatchObject({ r: 'eu' });
  }
  await queues.close();
});
