import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { json } from 'node:stream/consumers';
import { doorEnvironment, serveDoor } from './door.ts';

// The textbook's door: how much waits is asked, then the job is added. What has two round trips by itself.
const MAX_DEPTH = 50_000;
const { PORT, QUEUE_REDIS_URL } = doorEnvironment.parse(process.env);
const connection = new Redis(QUEUE_REDIS_URL, { maxRetriesPerRequest: null });
const queue = new Queue('textbook', { connection });

serveDoor(PORT, async (message) => {
  const query = await json(message);
  if ((await queue.getWaitingCount()) >= MAX_DEPTH) return null;
  return (await queue.add('answer', query)).id ?? null;
});
