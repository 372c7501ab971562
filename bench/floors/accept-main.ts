import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

// The least that a durable acceptance can be: raw http, one script for the record, one for the job. Nobody is asked who they are.
const RETENTION_SECONDS = 86_400;
const redis = new Redis(process.env.QUEUE_REDIS_URL, { maxRetriesPerRequest: null });
const keepRecord = String(
  await redis.script(
    'LOAD',
    `redis.call('HSET', KEYS[1], 'body', ARGV[1], 'status', 'queued', 'at', ARGV[2])
     return redis.call('EXPIRE', KEYS[1], ${RETENTION_SECONDS})`,
  ),
);
const queue = new Queue('floor', { connection: redis });

async function accept(message) {
  const body = await text(message);
  JSON.parse(body);
  const id = `q_${randomUUID()}`;
  await redis.evalsha(keepRecord, 1, `floor:${id}`, body, Date.now());
  await queue.add('answer', { id }, { jobId: id });
  return JSON.stringify({ id, object: 'query', status: 'queued' });
}

// Longer than the turn of all other sides: a connection that closes meanwhile would fail a request of the next one.
createServer({ keepAliveTimeout: 60_000 }, (message, response) => {
  accept(message).then(
    (reply) => response.writeHead(202, { 'content-type': 'application/json' }).end(reply),
    (error) => response.writeHead(500).end(String(error)),
  );
}).listen(Number(process.env.PORT), '127.0.0.1');
