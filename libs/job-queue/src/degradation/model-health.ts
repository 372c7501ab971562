import { queueKeys } from '@ragfleet/contracts';
import type { Clock } from '@ragfleet/kernel';
import type { ModelHealth, ModelHealthCounts } from '@ragfleet/rag-core';
import { type Redis, redisReply } from '@ragfleet/redis-connection';

export interface ModelHealthOptions {
  /** A fail-fast connection that the caller closes. */
  readonly redis: Redis;
  /** The fleet's: the windows are everybody's. */
  readonly clock: Clock;
}

const WINDOW_MS = 10_000;
/** A minute, and the window that has just begun. */
const WINDOWS = 7;
const KEPT_SECONDS = 120;
const FIELDS = ['calls', 'failedCalls', 'questions', 'unansweredQuestions'] as const;

const windowOf = (clock: Clock): number => Math.floor(clock.nowMs() / WINDOW_MS);

/** Counts into windows that all workers share: one batch for each question that a model was asked. */
export function createModelHealth({ redis, clock }: ModelHealthOptions): ModelHealth {
  return {
    record: (counts) => {
      const key = queueKeys.modelHealth(windowOf(clock));
      const write = redis.pipeline();
      for (const field of FIELDS) if (counts[field] > 0) write.hincrby(key, field, counts[field]);
      // A count that is lost with its connection is one of many.
      write
        .expire(key, KEPT_SECONDS)
        .exec()
        .catch(() => undefined);
    },
  };
}

/** How the models of the fleet did in the last minute. */
export async function readModelHealth({ redis, clock }: ModelHealthOptions): Promise<ModelHealthCounts> {
  const last = windowOf(clock);
  const read = redis.pipeline();
  for (let back = 0; back < WINDOWS; back += 1) read.hmget(queueKeys.modelHealth(last - back), ...FIELDS);
  const windows = (await redisReply(read.exec())) ?? [];
  const sum = (at: number): number =>
    windows.reduce((total, [, counts]) => total + (Array.isArray(counts) ? Number(counts[at] ?? 0) : 0), 0);
  return { calls: sum(0), failedCalls: sum(1), questions: sum(2), unansweredQuestions: sum(3) };
}
