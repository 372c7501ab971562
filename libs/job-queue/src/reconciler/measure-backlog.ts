import { BULL_PREFIX, QUEUE_NAMES, queueKeys } from '@ragfleet/contracts';
import type { Clock } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { readLaneWaits } from '../degradation/lane-waits.ts';
import { usedPart } from '../queries/memory-watermark.ts';
import type { ReconcilerObserver } from './contract.ts';

const LISTS = ['wait', 'active'] as const;
const SETS = ['prioritized', 'delayed', 'failed'] as const;

/** Reports the depth of every queue, how long the most overdue query is late, and what waits for how long. Five round trips. */
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
  observer.overdueSeconds((await ageOfOldest(redis, queueKeys.deadlines, clock)) / 1_000);
  const [laneWaitMs, outboxOldestMs, memory] = await Promise.all([
    readLaneWaits({ redis, clock }),
    ageOfOldest(redis, queueKeys.outbox, clock),
    redisReply(redis.info('memory')),
  ]);
  const searchScope = { atMs: clock.nowMs(), laneWaitMs, outboxOldestMs, memoryUsedPart: usedPart(memory) };
  observer.measured(searchScope);
}

/** How long ago, in milliseconds, the lowest time of a sorted set of times was; 0 when that is to come, or there is none. */
async function ageOfOldest(redis: Redis, key: string, clock: Clock): Promise<number> {
  const [, earliest] = await redisReply(redis.zrange(key, '0', '0', 'WITHSCORES'));
  return earliest === undefined ? 0 : Math.max(0, clock.nowMs() - Number(earliest));
}
