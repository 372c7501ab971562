import { waitBehindFlood } from '../../../floors/wait-behind-flood.ts';
import { startPrivateRedis } from '../../servers/bench-redis.ts';

export interface FifoContrast {
  readonly jobs: number;
  readonly waitsMs: readonly number[];
}

/** As quick as a model never is: with answers of two seconds it would be a hundred times as long. */
export const FIFO_JOB_MS = 20;
export const FIFO_CONCURRENCY = 20;
const PROBES = 40;
const EVERY_MS = 100;

/** The same flood in one plain BullMQ queue with as many slots: everything that comes later waits for all of it. */
export async function waitInOneQueue(jobs: number, say: (line: string) => void): Promise<FifoContrast> {
  say(`  one queue for everything, with ${jobs} jobs in it …`);
  await using started = new AsyncDisposableStack();
  const server = await startPrivateRedis('queue', say);
  started.defer(() => server.close());
  const waitsMs = await waitBehindFlood({
    url: server.url,
    name: 'one-for-all',
    flood: jobs,
    jobMs: FIFO_JOB_MS,
    concurrency: FIFO_CONCURRENCY,
    probes: PROBES,
    everyMs: EVERY_MS,
  });
  return { jobs, waitsMs };
}
