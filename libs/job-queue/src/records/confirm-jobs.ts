import { queueKeys } from '@ragfleet/contracts';
import { type Redis, redisReply } from '@ragfleet/redis-connection';

/** Where queries are marked whose job, or whose webhook's job, is not known to be in its queue. */
type Unconfirmed = typeof queueKeys.admitted | typeof queueKeys.outbox;

/** Notes that the jobs of these queries are in their queues: until then a replay, or the reconciler, adds them again. */
export const confirmJobs = async (
  redis: Redis,
  marks: readonly string[],
  unconfirmed: Unconfirmed = queueKeys.admitted,
): Promise<void> => void (await redisReply(redis.zrem(unconfirmed, ...marks)));

/** What has been confirmed and Redis has not heard yet. */
export interface Confirmations {
  /** Never waited for: what is lost here is found by the reconciler or the outbox, whose second job changes nothing. */
  add(mark: string): void;
  close(): Promise<void>;
}

/** One command for everything that was accepted meanwhile. */
const EVERY_MS = 20;
const MOST_AT_ONCE = 500;

export function createConfirmations(
  redis: Redis,
  unconfirmed: Unconfirmed = queueKeys.admitted,
): Confirmations {
  let marks: string[] = [];
  let timer: NodeJS.Timeout | null = null;
  const flush = async (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const told = marks;
    marks = [];
    if (told.length > 0) await confirmJobs(redis, told, unconfirmed).catch(() => undefined);
  };
  return {
    add: (mark) => {
      marks.push(mark);
      if (marks.length >= MOST_AT_ONCE) void flush();
      else timer ??= setTimeout(() => void flush(), EVERY_MS);
    },
    close: flush,
  };
}
