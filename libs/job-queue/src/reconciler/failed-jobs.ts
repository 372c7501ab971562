import { BULL_PREFIX } from '@ragfleet/contracts';
import { type Fault, isFault, toFault } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';

/** A job as its queue keeps it. */
export interface FailedJob {
  readonly id: string;
  readonly data: unknown;
}

/** Jobs that a queue has given up, oldest first, each at least once. */
export interface FailedJobs {
  /**
   * Does the work for about `limit` more. Where a store was away it comes back to them; another failure is thrown when the
   * work was done for the others, and is left behind.
   */
  each(limit: number, work: (job: FailedJob) => Promise<void>): Promise<void>;
}

/** Workers' clocks differ, and BullMQ orders failed jobs by them: the last minute is read again. */
const OVERLAP_MS = 60_000;

/** Follows the failed set of one queue with a cursor in memory: a restart reads it again, which changes nothing. */
export function createFailedJobs(redis: Redis, queueName: string): FailedJobs {
  const failedKey = `${BULL_PREFIX}:${queueName}:failed`;
  let place: Place = { fromMs: 0, doneIds: new Set() };
  return {
    each: async (limit, work) => {
      const { fromMs, doneIds } = place;
      const size = limit + doneIds.size;
      const page = redis.zrangebyscore(failedKey, fromMs, '+inf', 'WITHSCORES', 'LIMIT', 0, size);
      const entries = pairs(await redisReply(page));
      const ids = entries.map(({ id }) => id).filter((id) => !doneIds.has(id));
      const failure = await workThrough(await readJobs(redis, queueName, ids), work);
      place = entries.length === size ? placeBehind(entries) : placeAtEnd(entries, place);
      if (failure !== null) throw failure;
    },
  };
}

/** The first failure that no later try would mend. Throws at once when a store is away. */
async function workThrough(
  jobs: readonly FailedJob[],
  work: (job: FailedJob) => Promise<void>,
): Promise<Fault | null> {
  let first: Fault | null = null;
  for (const job of jobs) {
    try {
      await work(job);
    } catch (error) {
      if (isFault(error, 'unavailable', 'overloaded')) throw error;
      first ??= toFault(error);
    }
  }
  return first;
}

interface Entry {
  readonly id: string;
  readonly score: number;
}

/** From a time on, but for those of that very millisecond that were done. By names: old ones are removed meanwhile. */
interface Place {
  readonly fromMs: number;
  readonly doneIds: ReadonlySet<string>;
}

function placeBehind(entries: readonly Entry[]): Place {
  const fromMs = entries.at(-1)?.score ?? 0;
  return { fromMs, doneIds: new Set(entries.filter(({ score }) => score === fromMs).map(({ id }) => id)) };
}

/** Again at the last minute, of which more may come. */
function placeAtEnd(entries: readonly Entry[], { fromMs, doneIds }: Place): Place {
  const lastMs = entries.at(-1)?.score;
  if (lastMs !== undefined) return { fromMs: lastMs - OVERLAP_MS, doneIds: new Set() };
  return { fromMs: doneIds.size > 0 ? fromMs - OVERLAP_MS : fromMs, doneIds: new Set() };
}

function pairs(flat: readonly string[]): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2)
    entries.push({ id: flat[at] ?? '', score: Number(flat[at + 1]) });
  return entries;
}

async function readJobs(redis: Redis, queueName: string, jobIds: readonly string[]): Promise<FailedJob[]> {
  if (jobIds.length === 0) return [];
  const pipeline = redis.pipeline();
  for (const id of jobIds) pipeline.hget(`${BULL_PREFIX}:${queueName}:${id}`, 'data');
  const replies = (await redisReply(pipeline.exec())) ?? [];
  return jobIds.map((id, at) => ({ id, data: parseJson(replies[at]?.[1]) }));
}

function parseJson(text: unknown): unknown {
  if (typeof text !== 'string') return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
