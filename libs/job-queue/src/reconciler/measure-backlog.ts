import { BULL_PREFIX, QUEUE_NAMES, queueKeys } from '@ragfleet/contracts';
import type { Clock } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { ReconcilerObserver } from './contract.ts';

const LISTS = ['wait', 'active'] as const;
const SETS = ['prioritized', 'delayed', 'failed'] as const;

/** Reports the depth of every queue and how long the most overdue query is late. Two round trips. */
export async function measureBacklog(
  redis: Redis,
  clock: Clock,
  observer: ReconcilerObserver,
): Promise<void> {
  const pipeline = redis.pipeline();
  for (const queue of QUEUE_NAMES) {
    for (const state of LISTS) pipeline.llen(`${BULL_PREFIX}:${queue}:${state}`);
    for (const state of SETS) pipeline.zcard(`${BULL_PREFIX}:${queue}:${state}`);
  }
  const counts = ((await redisReply(pipeline.exec())) ?? []).map(([, count]) => Number(count));
  const states = [...LISTS, ...SETS];
  for (const [index, count] of counts.entries()) {
    const queue = QUEUE_NAMES[Math.floor(index / states.length)];
    const state = states[index % states.length];
    if (queue !== undefined && state !== undefined) observer.queueDepth(queue, state, count);
  }
  const [, earliest] = await redisReply(
    redis.zrangebyscore(queueKeys.deadlines, '-inf', '+inf', 'WITHSCORES', 'LIMIT', 0, 1),
  );
  const overdueMs = earliest === undefined ? 0 : clock.nowMs() - Number(earliest);
  observer.overdueSeconds(Math.max(0, overdueMs) / 1_000);
}
