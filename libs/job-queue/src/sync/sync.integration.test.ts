import { BULL_PREFIX, SYNC_POLICY, type SyncJob } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { openTestRedis } from '@ragfleet/test-support';
import { Queue, Worker } from 'bullmq';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { policyOptions } from '../queues/policy-options.ts';
import { createStalledChecks } from '../reconciler/stalled-checks.ts';
import type { ScheduledSource, SyncHandler, SyncQueue, SyncWorker } from './contract.ts';
import { createSyncQueue } from './create-sync-queue.ts';
import { createSyncWorker } from './create-sync-worker.ts';

const hourly: ScheduledSource = { tenantId: 'acme', source: 'handbook', schedule: { everyMinutes: 60 } };
const nightly: ScheduledSource = {
  tenantId: 'acme',
  source: 'contracts',
  schedule: { cron: '0 3 * * *', timezone: 'Europe/Berlin' },
};
const job = ({ tenantId, source }: ScheduledSource): SyncJob => ({ v: 1, tenantId, source });

const server = await openTestRedis({ profile: 'blocking' });
const { redis } = server;
let bull: Queue;
const queues: SyncQueue[] = [];
const workers: SyncWorker[] = [];

beforeAll(() => {
  bull = new Queue(SYNC_POLICY.name, { connection: redis, prefix: BULL_PREFIX });
});
beforeEach(() => redis.flushdb());
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.drain(3_000)));
  await Promise.all(queues.splice(0).map((queue) => queue.close()));
});
afterAll(async () => {
  await bull.close();
});

function queue(): SyncQueue {
  const created = createSyncQueue({ redisUrl: server.url });
  queues.push(created);
  return created;
}

async function work(handler: SyncHandler): Promise<SyncWorker> {
  const worker = createSyncWorker({ redisUrl: server.url, handler, onError: () => undefined });
  workers.push(worker);
  await worker.start();
  return worker;
}

const schedules = async () =>
  (await bull.getJobSchedulers()).map(({ key, every, pattern, tz }) => ({ key, every, pattern, tz }));
const untilRuns = (runs: readonly string[], count: number) =>
  vi.waitFor(() => expect(runs).toHaveLength(count));

/** Fetches the next pass and dies of it, once more than is forgiven. */
async function dieOften(): Promise<void> {
  const checks = createStalledChecks(redis, (error) => expect.fail(String(error)), 20);
  const dying = new Worker(SYNC_POLICY.name, null, {
    connection: redis,
    ...policyOptions(SYNC_POLICY),
    autorun: false,
  });
  await checks.start();
  for (let death = 0; death <= SYNC_POLICY.maxStalledCount; death += 1) {
    const fetched = await dying.getNextJob(`death-${death}`, { block: false });
    await redis.del(`${BULL_PREFIX}:${SYNC_POLICY.name}:${fetched?.id}:lock`);
    await expect.poll(() => bull.getWaitingCount()).toBe(1);
  }
  await checks.stop();
  await dying.close();
}

describe('the schedules', () => {
  it('are one for each source, whatever the number of workers that set them', async () => {
    await Promise.all(Array.from({ length: 4 }, () => queue().keepSchedules([hourly, nightly])));
    const runs: string[] = [];
    for (let n = 0; n < 3; n += 1) await work(async ({ source }) => void runs.push(source));
    await untilRuns(runs, 1);
    await queue().keepSchedules([hourly, nightly]);
    expect(await schedules()).toEqual(
      expect.arrayContaining([
        { key: 'acme/handbook', every: 3_600_000, pattern: undefined, tz: undefined },
        { key: 'acme/contracts', every: undefined, pattern: '0 3 * * *', tz: 'Europe/Berlin' },
      ]),
    );
    expect(await bull.getDelayedCount()).toBe(2);
    expect(runs).toEqual(['handbook']);
  });

  it('fire at the time of their zone', async () => {
    await queue().keepSchedules([nightly]);
    const next = (await bull.getJobScheduler('acme/contracts'))?.next ?? 0;
    const hour = new Intl.DateTimeFormat('en', {
      hour: 'numeric',
      hourCycle: 'h23',
      timeZone: 'Europe/Berlin',
    });
    expect(hour.format(next)).toBe('03');
  });

  it('follow the configuration: changed ones move, removed ones end', async () => {
    await queue().keepSchedules([hourly, nightly]);
    const changed = { ...hourly, schedule: { cron: '30 4 * * 1', timezone: 'UTC' } };
    await queue().keepSchedules([changed]);
    expect(await schedules()).toEqual([
      { key: 'acme/handbook', every: undefined, pattern: '30 4 * * 1', tz: 'UTC' },
    ]);
    expect(await bull.getDelayedCount()).toBe(1);
    await queue().keepSchedules([]);
    expect(await schedules()).toEqual([]);
    expect(await bull.getDelayedCount()).toBe(0);
  });

  it('keep a pass that fell due while no worker was up, however often they are set again', async () => {
    const due: ScheduledSource = { ...nightly, schedule: { cron: '* * * * * *', timezone: 'UTC' } };
    await queue().keepSchedules([due]);
    const next = (await bull.getJobScheduler('acme/contracts'))?.next ?? 0;
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(next + 1_100));
    await queue().keepSchedules([due]);
    expect((await bull.getJobScheduler('acme/contracts'))?.next).toBe(next);
  });

  it('give up a pass of which its workers died too often, and go on with the next one', async () => {
    await queue().keepSchedules([hourly]);
    await dieOften();
    const runs: string[] = [];
    await work(async ({ source }) => void runs.push(source));
    await expect.poll(() => bull.getFailedCount()).toBe(1);
    expect(runs).toEqual([]);
    const [next] = await bull.getDelayed();
    await next?.promote();
    await untilRuns(runs, 1);
    await expect.poll(() => bull.getCompletedCount()).toBe(1);
  });
});

describe('a pass', () => {
  beforeEach(() => queue().keepSchedules([nightly]));

  it('that is asked for runs at once, and once; only over a source that has a schedule', async () => {
    await expect(queue().runNow(job(hourly))).rejects.toMatchObject({ kind: 'not-found' });
    await Promise.all(Array.from({ length: 5 }, () => queue().runNow(job(nightly))));
    const runs: string[] = [];
    await work(async ({ source }) => void runs.push(source));
    await untilRuns(runs, 1);
    await vi.waitFor(async () => expect(await bull.getCompletedCount()).toBe(1));
    await queue().runNow(job(nightly));
    await untilRuns(runs, 2);
  });

  it('that a shutdown interrupts is run again by another worker, as the same holder, at the cost of no attempt', async () => {
    const holders: string[] = [];
    const first = await work(async (_job, { holder, signal }) => {
      holders.push(holder);
      await new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      );
    });
    await queue().runNow(job(nightly));
    await untilRuns(holders, 1);
    await first.drain(500);
    await work(async (_job, { holder }) => void holders.push(holder));
    await untilRuns(holders, 2);
    expect(holders[0]).toBe(holders[1]);
    await vi.waitFor(async () => expect(await bull.getCompletedCount()).toBe(1));
    expect((await bull.getCompleted())[0]?.attemptsMade).toBe(1);
  });

  it('that cannot go on is not tried again, and its schedule goes on', async () => {
    const runs: string[] = [];
    await work(async ({ source }) => {
      runs.push(source);
      throw new Fault('conflict', 'Taken over.');
    });
    await queue().keepSchedules([hourly]);
    await vi.waitFor(async () => expect(await bull.getFailedCount()).toBe(1));
    expect(runs).toEqual(['handbook']);
    expect(await bull.getDelayedCount()).toBe(1);
  });
});
