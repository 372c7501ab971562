import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

export interface RawLanesOptions {
  readonly url: string;
  readonly lanes: readonly string[];
  /** Of each lane. */
  readonly concurrency: number;
  readonly dataOf: (at: number) => { readonly id: string; readonly data: object };
  readonly onDone: () => void;
}

/** As many ended jobs stay as the product's policies keep. */
const KEPT = { removeOnComplete: { age: 3_600, count: 1_000 }, removeOnFail: { age: 604_800, count: 5_000 } };

/** Three queues of plain BullMQ: a job is added under an id and run. Nobody is admitted, nothing is written down. */
export async function openRawLanes({ url, lanes, concurrency, dataOf, onDone }: RawLanesOptions): Promise<{
  add: (at: number) => Promise<unknown>;
  close: () => Promise<void>;
}> {
  const [adding, working] = [url, url].map((one) => new Redis(one, { maxRetriesPerRequest: null }));
  if (adding === undefined || working === undefined) throw new Error('There is no connection.');
  const options = { prefix: 'raw' };
  const queues = lanes.map((lane) => new Queue(lane, { ...options, connection: adding }));
  const workers = lanes.map(
    (lane) =>
      new Worker(lane, async () => onDone(), { ...options, ...KEPT, connection: working, concurrency }),
  );
  await Promise.all([...queues, ...workers].map((one) => one.waitUntilReady()));
  return {
    add: (at) => {
      const { id, data } = dataOf(at);
      return queues[at % queues.length]?.add('answer', data, { jobId: id }) ?? Promise.resolve();
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
      await Promise.all(queues.map((queue) => queue.close()));
      for (const one of [adding, working]) one.disconnect();
    },
  };
}
