import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { randomBytes } from 'node:crypto';

export interface RawJobs {
  readonly url: string;
  readonly name: string;
  readonly prefix: string;
  readonly count: number;
  readonly data: object;
  /** Numbers, as BullMQ gives them by itself, unless told otherwise. */
  readonly ids?: 'numbers' | 'query ids';
}

const CONCURRENCY = 50;

/** BullMQ as its documentation sets it up: as many jobs with the same data in a queue of that name, no options but an id. */
export async function addRawJobs({
  url,
  name,
  prefix,
  count,
  data,
  ids = 'numbers',
}: RawJobs): Promise<void> {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  const queue = new Queue(name, { connection, prefix });
  for (let from = 0; from < count; from += CONCURRENCY)
    await Promise.all(
      Array.from({ length: Math.min(CONCURRENCY, count - from) }, () =>
        queue.add('answer', data, ids === 'numbers' ? undefined : { jobId: queryId() }),
      ),
    );
  await queue.close();
  await connection.quit();
}

const queryId = (): string => `q_${randomBytes(16).toString('hex')}`;
