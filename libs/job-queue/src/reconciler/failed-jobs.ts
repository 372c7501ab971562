import { BULL_PREFIX } from '@ragfleet/contracts';
import { type Redis, redisReply } from '@ragfleet/redis-connection';

/** A job as its queue keeps it. */
export interface FailedJob {
  readonly id: string;
  readonly data: unknown;
}

/** Jobs that a queue has given up, oldest first, each at least once. */
export interface FailedJobs {
  next(limit: number): Promise<FailedJob[]>;
}

/** Workers' clocks differ, and BullMQ orders failed jobs by them: the last minute is read again. */
const OVERLAP_MS = 60_000;

/** Follows the failed set of one queue with a cursor in memory: a restart reads it again, which changes nothing. */
export function createFailedJobs(redis: Redis, queueName: string): FailedJobs {
  const failedKey = `${BULL_PREFIX}:${queueName}:failed`;
  let fromMs = 0;
  let skip = 0;
  return {
    next: async (limit) => {
      const page = redis.zrangebyscore(failedKey, fromMs, '+inf', 'WITHSCORES', 'LIMIT', skip, limit);
      const entries = pairs(await redisReply(page));
      const last = entries.at(-1);
      if (entries.length === limit) skip += limit;
      else if (last !== undefined) [fromMs, skip] = [Math.max(fromMs, last.score - OVERLAP_MS), 0];
      else skip = 0;
      return readJobs(
        redis,
        queueName,
        entries.map((entry) => entry.id),
      );
    },
  };
}

function pairs(flat: readonly string[]): { id: string; score: number }[] {
  const entries: { id: string; score: number }[] = [];
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
