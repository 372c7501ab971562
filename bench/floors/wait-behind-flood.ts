// BullMQ as its documentation sets it up: one queue for everything, first come, first served.
import { Queue, QueueEvents, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Adds `flood` jobs that take `jobMs` each to a queue that `concurrency` of them run from, then `probes` more, `everyMs`
 * apart, that take no time. Milliseconds from the adding of each of those to its end.
 */
export async function waitBehindFlood({ url, name, flood, jobMs, concurrency, probes, everyMs }) {
  const connections = Array.from({ length: 3 }, () => new Redis(url, { maxRetriesPerRequest: null }));
  const [connection, listening, working] = connections;
  const queue = new Queue(name, { connection });
  const events = new QueueEvents(name, { connection: listening });
  await events.waitUntilReady();
  for (let from = 0; from < flood; from += 500)
    await queue.addBulk(
      Array.from({ length: Math.min(500, flood - from) }, () => ({ name: 'low', data: {} })),
    );
  const work = async ({ name }) => void (name === 'low' && (await delay(jobMs)));
  const worker = new Worker(name, work, { connection: working, concurrency });
  const ends = new Map();
  events.on('completed', ({ jobId }) => ends.get(jobId)?.resolve(performance.now()));
  const waits = [];
  for (let at = 0; at < probes; at += 1) {
    const jobId = `probe-${at}`;
    ends.set(jobId, Promise.withResolvers());
    const addedAtMs = performance.now();
    waits.push(ends.get(jobId).promise.then((endedAtMs) => endedAtMs - addedAtMs));
    await queue.add('high', {}, { jobId });
    await delay(everyMs);
  }
  const waitsMs = await Promise.all(waits);
  await worker.close();
  await events.close();
  await queue.close();
  for (const one of connections) one.disconnect();
  return waitsMs;
}
