// The least that sends a webhook: a BullMQ job with the bytes in it, and a POST over connections that stay open.
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { Agent, request } from 'undici';

const SENT_HEADERS = { 'content-type': 'application/json' };
const DELIVERED_BELOW = 300;

/** `onEnd` hears of each job when its reply is there, or there is none. */
export async function openPosts({ url, concurrency, timeoutMs, onEnd }) {
  const [adding, working] = [url, url].map((one) => new Redis(one, { maxRetriesPerRequest: null }));
  const dispatcher = new Agent({ connect: { timeout: timeoutMs }, headersTimeout: timeoutMs });
  const queue = new Queue('posts', { connection: adding });
  const post = async ({ id, data }) => {
    try {
      const sent = { method: 'POST', headers: SENT_HEADERS, body: data.body, dispatcher };
      const { statusCode, body } = await request(data.url, sent);
      await body.dump();
      onEnd(id, statusCode < DELIVERED_BELOW);
    } catch {
      onEnd(id, false);
    }
  };
  const kept = { removeOnComplete: { age: 3_600, count: 1_000 } };
  const worker = new Worker('posts', post, { connection: working, concurrency, ...kept });
  await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
  return {
    add: (id, job) => queue.add('deliver', job, { jobId: id }),
    close: async () => {
      await worker.close();
      await queue.close();
      await dispatcher.destroy();
      for (const one of [adding, working]) one.disconnect();
    },
  };
}
