import { queueKeys } from '@ragfleet/contracts';
import { type Clock, type Lane, systemClock } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { startWindowOf } from './lane-pace.ts';

/** Whether people wait for answers, for work that gives way to them. */
export interface QuestionWatch {
  /** True while questions of a lane that people wait on began within the last 5 s. Asks Redis twice a second at the most. */
  areAsked(): Promise<boolean>;
}

export interface QuestionWatchOptions {
  readonly redis: Redis;
  readonly clock?: Clock;
}

/** The low lane is for what nobody waits for, such as the warming of the cache. */
const WAITED_FOR: readonly Lane[] = ['high', 'normal'];
const LOOK_EVERY_MS = 500;
const LATELY_MS = 5_000;

/**
 * Compares the starts that the lanes count anyway. What it sees first may be a minute old and passes as new. While Redis
 * is away nothing begins, and so nobody is given way to.
 */
export function createQuestionWatch({ redis, clock = systemClock }: QuestionWatchOptions): QuestionWatch {
  let seen: ReadonlyMap<string, number> = new Map();
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let askedAtMs = Number.NEGATIVE_INFINITY;

  const look = async (): Promise<void> => {
    lookedAtMs = clock.monotonicMs();
    const starts = await readStarts(redis, clock.nowMs()).catch(() => seen);
    const hasBegun = [...starts].some(([key, count]) => count > (seen.get(key) ?? 0));
    if (hasBegun) askedAtMs = clock.monotonicMs();
    seen = starts;
  };
  return {
    areAsked: async () => {
      if (clock.monotonicMs() - lookedAtMs >= LOOK_EVERY_MS) await look();
      return clock.monotonicMs() - askedAtMs < LATELY_MS;
    },
  };
}

/** Of this window and the one before, by key: a window that ends between two looks is still seen to its end. */
async function readStarts(redis: Redis, nowMs: number): Promise<ReadonlyMap<string, number>> {
  const window = startWindowOf(nowMs);
  const keys = WAITED_FOR.flatMap((lane) => [
    queueKeys.laneStarts(lane, window - 1),
    queueKeys.laneStarts(lane, window),
  ]);
  const counts = await redisReply(redis.mget(keys));
  return new Map(keys.map((key, at) => [key, Number(counts[at] ?? 0)]));
}
