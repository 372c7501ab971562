// BullMQ as its documentation sets it up: a queue by its name, a job by its data, no options but an id of one's own.
import { randomBytes } from 'node:crypto';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

/** Adds as many jobs with the same data to a queue of that name, some at a time; under ids like a query's, or numbers. */
export async function addRawJobs({ url, name, prefix, count, data, ids = 'numbers' }) {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  const queue = new Queue(name, { connection, prefix });
  for (let from = 0; from < count; from += 50) {
    const size = Math.min(50, count - from);
    await Promise.all(
      Array.from({ length: size }, () =>
        queue.add('answer', data, ids === 'numbers' ? undefined : { jobId: queryId() }),
      ),
    );
  }
  await queue.close();
  await connection.quit();
}

const queryId = () => `q_${randomBytes(16).toString('hex')}`;
