import { BULL_PREFIX } from '@ragfleet/contracts';
import { openTestRedis } from '@ragfleet/test-support';
import { Queue } from 'bullmq';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { JobWorker } from './readable-jobs.ts';

const { redis } = await openTestRedis({ profile: 'blocking' });
const NAME = 'rag-normal';
const setMaxMemory = async (sizeBytes: number): Promise<unknown> =>
  redis.config('SET', 'maxmemory', sizeBytes);
let worker: JobWorker<unknown, void>;
let done: string[];
let refusedAtMs: number[];

beforeEach(async () => {
  await redis.flushdb();
  done = [];
  refusedAtMs = [];
  const queue = new Queue(NAME, { connection: redis, prefix: BULL_PREFIX });
  await queue.add('job', {}, { jobId: 'waiting' });
  await queue.close();
  await setMaxMemory(1);
  const process = async (job: { readonly id?: string }): Promise<void> => void done.push(job.id ?? '');
  worker = new JobWorker(NAME, process, { connection: redis, prefix: BULL_PREFIX, concurrency: 4 });
  worker.on('error', () => void refusedAtMs.push(performance.now()));
});

afterEach(async () => {
  await setMaxMemory(0);
  await worker.close();
});

const untilRefused = async (times: number): Promise<void> =>
  vi.waitFor(() => expect(refusedAtMs.length).toBeGreaterThanOrEqual(times), { timeout: 10_000 });

it('asks a full Redis for jobs once a second, and runs them when it has room', async () => {
  await untilRefused(3);
  const [first = 0, , third = 0] = refusedAtMs;
  expect(third - first).toBeGreaterThan(1_900);
  await setMaxMemory(0);
  await vi.waitFor(() => expect(done).toEqual(['waiting']), { timeout: 5_000 });
});

it('closes without waiting for its next turn', async () => {
  await untilRefused(1);
  const closingAtMs = performance.now();
  await worker.close();
  expect(performance.now() - closingAtMs).toBeLessThan(900);
});
