import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { doorEnvironment, serveDoor } from './door.ts';

// The least that a durable acceptance can be: raw http, one script for the record, one for the job. Nobody is asked who they are.
const RETENTION_SECONDS = 86_400;
const { PORT, QUEUE_REDIS_URL } = doorEnvironment.parse(process.env);
const redis = new Redis(QUEUE_REDIS_URL, { maxRetriesPerRequest: null });
const keepRecord = String(
  await redis.script(
    'LOAD',
    `redis.call('HSET', KEYS[1], 'body', ARGV[1], 'status', 'queued', 'at', ARGV[2])
     return redis.call('EXPIRE', KEYS[1], ${RETENTION_SECONDS})`,
  ),
);
const queue = new Queue('floor', { connection: redis });

async function accept(message: IncomingMessage): Promise<string> {
  const body = await text(message);
  JSON.parse(body);
  const id = `q_${randomUUID()}`;
  await redis.evalsha(keepRecord, 1, `floor:${id}`, body, Date.now());
  await queue.add('answer', { id }, { jobId: id });
  return id;
}

serveDoor(PORT, accept);
