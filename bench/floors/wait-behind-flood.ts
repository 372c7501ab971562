import { type Job, Queue, QueueEvents, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { setTimeout as delay } from 'node:timers/promises';

export interface Flood {
  readonly url: string;
  readonly name: string;
  readonly flood: number;
  readonly jobMs: number;
  readonly concurrency: number;
  readonly probes: number;
  readonly everyMs: number;
}

const CONCURRENCY = 500;

/**
 * BullMQ as its documentation sets it up: one queue for everything, first come, first served. Adds `flood` jobs that take
 * `jobMs` each to a queue that `concurrency` of them run from, then `probes` more, `everyMs` apart, that take no time.
 * Milliseconds from the adding of each of those to its end.
 */
export async function waitBehindFlood(options: Flood): Promise<readonly number[]> {
  const { url, name, jobMs, concurrency } = options;
  const open = (): Redis => new Redis(url, { maxRetriesPerRequest: null });
  const [connection, listening, working] = [open(), open(), open()];
  const queue = new Queue(name, { connection });
  const events = new QueueEvents(name, { connection: listening });
  await events.waitUntilReady();
  await addFlood(queue, options.flood);
  const work = async ({ name: kind }: Job): Promise<void> => void (kind === 'low' && (await delay(jobMs)));
  const worker = new Worker(name, work, { connection: working, concurrency });
  const waitsMs = await probe(queue, events, options);
  await worker.close();
  await events.close();
  await queue.close();
  for (const one of [connection, listening, working]) one.disconnect();
  return waitsMs;
}

async function addFlood(queue: Queue, flood: number): Promise<void> {
  for (let from = 0; from < flood; from += CONCURRENCY)
    await queue.addBulk(
      Array.from({ length: Math.min(CONCURRENCY, flood - from) }, () => ({ name: 'low', data: {} })),
    );
}

async function probe(
  queue: Queue,
  events: QueueEvents,
  { probes, everyMs }: Flood,
): Promise<readonly number[]> {
  const ends = new Map<string, (endedAtMs: number) => void>();
  events.on('completed', ({ jobId }) => ends.get(jobId)?.(performance.now()));
  const waits: Promise<number>[] = [];
  for (let at = 0; at < probes; at += 1) {
    const jobId = `probe-${at}`;
    const { promise, resolve } = Promise.withResolvers<number>();
    ends.set(jobId, resolve);
    const addedAtMs = performance.now();
    waits.push(promise.then((endedAtMs) => endedAtMs - addedAtMs));
    await queue.add('high', {}, { jobId });
    await delay(everyMs);
  }
  return Promise.all(waits);
}
