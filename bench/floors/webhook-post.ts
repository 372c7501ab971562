import { type Job, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { Agent, request } from 'undici';

export interface PostsOptions {
  readonly url: string;
  readonly concurrency: number;
  readonly timeoutMs: number;
  /** Hears of each job whose receiver has taken it. */
  readonly onDelivered: (id: string) => void;
}

interface Post {
  readonly url: string;
  readonly body: string;
}

const SENT_HEADERS = { 'content-type': 'application/json' };
const DELIVERED_BELOW = 300;
const KEPT = { removeOnComplete: { age: 3_600, count: 1_000 } };

/** The least that sends a webhook: a BullMQ job with the bytes in it, and a POST over connections that stay open. */
export async function openPosts({ url, concurrency, timeoutMs, onDelivered }: PostsOptions): Promise<{
  add: (id: string, post: Post) => Promise<unknown>;
  close: () => Promise<void>;
}> {
  const adding = new Redis(url, { maxRetriesPerRequest: null });
  const working = new Redis(url, { maxRetriesPerRequest: null });
  const dispatcher = new Agent({ connect: { timeout: timeoutMs }, headersTimeout: timeoutMs });
  const queue = new Queue<Post>('posts', { connection: adding });
  const post = async ({ id = '', data }: Job<Post>): Promise<void> => {
    const sent = { method: 'POST', headers: SENT_HEADERS, body: data.body, dispatcher } as const;
    const { statusCode, body } = await request(data.url, sent);
    await body.dump();
    if (statusCode < DELIVERED_BELOW) onDelivered(id);
  };
  const worker = new Worker<Post>('posts', post, { connection: working, concurrency, ...KEPT });
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
