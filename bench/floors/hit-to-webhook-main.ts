import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { createHmac, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { doorEnvironment, serveDoor } from './door.ts';

// The least way from a question to the webhook of its kept answer: a door and a worker, each a process of its own. Nobody
// is asked who they are, nothing is written down, no delivery is tried again. The worker has a door to tell that it is up.
const NAME = 'floor-hit';
const SECRET = 'a secret of thirty-two characters';
const environment = doorEnvironment.extend({
  FLOOR_ROLE: z.enum(['door', 'worker']),
  FLOOR_QUESTION: z.string(),
  FLOOR_ANSWER: z.string(),
});
const { PORT, QUEUE_REDIS_URL, FLOOR_ROLE, FLOOR_QUESTION, FLOOR_ANSWER } = environment.parse(process.env);
const submission = z.object({ question: z.string().min(1).max(2_000), callback: z.object({ url: z.url() }) });
const job = z.object({ id: z.string(), question: z.string(), url: z.url() });

const open = (): Redis => new Redis(QUEUE_REDIS_URL, { maxRetriesPerRequest: null });
const keyOf = (question: string): string => `floor-answer:${question}`;

async function work(): Promise<void> {
  const cache = open();
  await cache.set(keyOf(FLOOR_QUESTION), FLOOR_ANSWER);
  const run = async ({ data }: { readonly data: unknown }): Promise<void> => {
    const { id, question: asked, url } = job.parse(data);
    const result: unknown = JSON.parse((await cache.get(keyOf(asked))) ?? 'null');
    const body = JSON.stringify({ type: 'query.succeeded', data: { id, status: 'succeeded', result } });
    const signature = createHmac('sha256', SECRET).update(body).digest('base64');
    const headers = { 'content-type': 'application/json', 'webhook-signature': `v1,${signature}` };
    await fetch(url, { method: 'POST', headers, body });
  };
  await new Worker(NAME, run, { connection: open(), concurrency: 4 }).waitUntilReady();
}

const queue = new Queue(NAME, { connection: open() });

async function accept(message: IncomingMessage): Promise<string> {
  const { question, callback } = submission.parse(await json(message));
  const id = `q_${randomUUID()}`;
  await queue.add('answer', { id, question, url: callback.url }, { jobId: id, removeOnComplete: true });
  return id;
}

if (FLOOR_ROLE === 'worker') await work();
serveDoor(PORT, accept);
