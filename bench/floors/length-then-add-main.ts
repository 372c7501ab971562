// The textbook's door: how much waits is asked, then the job is added. What has two round trips by itself.
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

const MAX_DEPTH = 50_000;
const connection = new Redis(process.env.QUEUE_REDIS_URL, { maxRetriesPerRequest: null });
const queue = new Queue('textbook', { connection });

async function answer(message, response) {
  const query = await json(message);
  if ((await queue.getWaitingCount()) >= MAX_DEPTH) {
    response.writeHead(429).end();
    return;
  }
  const { id } = await queue.add('answer', query);
  response.writeHead(202).end(JSON.stringify({ id, object: 'query', status: 'queued' }));
}

createServer({ keepAliveTimeout: 60_000 }, (message, response) => {
  answer(message, response).catch((error) => response.writeHead(500).end(String(error)));
}).listen(Number(process.env.PORT), '127.0.0.1');
