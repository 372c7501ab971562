import { BULL_PREFIX } from '@ragfleet/contracts';
import { openTestRedis } from '@ragfleet/test-support';
import { Queue, Worker } from 'bullmq';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createWatchedWorker, type WatchedWorker } from './watched-worker.ts';

const { redis } = await openTestRedis({ profile: 'blocking' });
const NAME = 'rag-normal';
const queue = new Queue(NAME, { connection: redis, prefix: BULL_PREFIX });
let nowMs: number;
let done: string[];
let replaced: number;

beforeEach(async () => {
  await redis.flushdb();
  nowMs = 0;
  done = [];
  replaced = 0;
});

/** A watched worker of which the first ones fetch nothing, as after a connection that nobody mends. */
async function watchedAfter(
  stuckWorkers: number,
): Promise<{ readonly watched: WatchedWorker<Worker>; readonly endLongJob: () => void }> {
  let opened = 0;
  const release = Promise.withResolvers<void>();
  const open = (): Worker => {
    opened += 1;
    const isStuck = opened <= stuckWorkers;
    const process = async (job: { readonly id?: string }): Promise<void> => {
      watched.took();
      if (job.id === 'long') await release.promise;
      done.push(job.id ?? '');
      watched.gaveBack();
    };
    const worker = new Worker(NAME, process, {
      connection: redis,
      prefix: BULL_PREFIX,
      concurrency: 2,
      autorun: false,
    });
    worker.on('error', () => undefined);
    if (isStuck && opened > 1) return worker;
    worker.run().catch(() => undefined);
    return worker;
  };
  const watched = createWatchedWorker({
    queueName: NAME,
    redis,
    open,
    hasFreeSlot: (held) => held < 2,
    onReplaced: () => {
      replaced += 1;
    },
    onError: (error) => {
      throw error;
    },
    clock: { nowMs: () => nowMs, monotonicMs: () => nowMs },
    lookEveryMs: 20,
  });
  onTestFinished(async () => {
    watched.stopWatching();
    release.resolve();
    await Promise.all(watched.all().map((worker) => worker.close()));
  });
  await queue.add('job', {}, { jobId: 'long' });
  await vi.waitUntil(async () => (await redis.llen(`${BULL_PREFIX}:${NAME}:active`)) === 1);
  await watched.current().pause(true);
  watched.watch();
  return { watched, endLongJob: () => release.resolve() };
}

describe('createWatchedWorker', () => {
  it('puts another worker in the place of one that is stuck, whose jobs still end', async () => {
    const { watched, endLongJob } = await watchedAfter(1);
    await queue.add('job', {}, { jobId: 'next' });
    await vi.waitUntil(async () => {
      nowMs += 10_000;
      return replaced > 0;
    });
    await vi.waitUntil(() => done.includes('next'));
    expect(watched.isHealthy()).toBe(true);
    expect(watched.all()).toHaveLength(2);
    endLongJob();
    await vi.waitUntil(() => done.includes('long') && watched.all().length === 1);
    expect(replaced).toBe(1);
  });

  it('is not healthy when that one fetches nothing either', async () => {
    const { watched } = await watchedAfter(2);
    await queue.add('job', {}, { jobId: 'next' });
    await vi.waitUntil(() => {
      nowMs += 10_000;
      return !watched.isHealthy();
    });
    expect([replaced, done]).toEqual([1, []]);
  });

  it('leaves a worker alone that has nothing to do', async () => {
    const { watched } = await watchedAfter(1);
    const looks = vi.spyOn(redis, 'llen');
    await vi.waitUntil(() => {
      nowMs += 10_000;
      return looks.mock.calls.length > 5;
    });
    expect([replaced, watched.isHealthy()]).toEqual([0, true]);
  });
});
