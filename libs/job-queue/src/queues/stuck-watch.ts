import { BULL_PREFIX } from '@ragfleet/contracts';
import { type Clock, isFault } from '@ragfleet/kernel';
import { type Redis, redisReply, startCommandBudget } from '@ragfleet/redis-connection';

/** What to make of a worker of one queue. `stuck` is said once: a new worker is to take its place. */
export type WorkerHealth = 'well' | 'stuck' | 'hopeless';

/** Notices a worker that lives and does not work: a backlog, a free slot, and no fetch. */
export interface StuckWatch {
  fetched(): void;
  look(hasFreeSlot: boolean): Promise<WorkerHealth>;
}

const STUCK_AFTER_MS = 30_000;
const BUDGET_MS = 1_000;

/** After 30 s a worker is stuck; one that took its place and fetches nothing for as long either is beyond help. */
export function createStuckWatch(redis: Redis, queueName: string, clock: Clock): StuckWatch {
  let idleSinceMs: number | null = null;
  let isReplaced = false;

  const judge = (isIdle: boolean): WorkerHealth => {
    if (!isIdle) {
      idleSinceMs = null;
      return 'well';
    }
    idleSinceMs ??= clock.monotonicMs();
    if (clock.monotonicMs() - idleSinceMs < STUCK_AFTER_MS) return 'well';
    if (isReplaced) return 'hopeless';
    isReplaced = true;
    idleSinceMs = clock.monotonicMs();
    return 'stuck';
  };

  return {
    fetched: () => {
      idleSinceMs = null;
      isReplaced = false;
    },
    look: async (hasFreeSlot) => {
      // A Redis that is away or full is not this process's fault: neither a new worker nor a restart would mend it.
      if (redis.status !== 'ready') return judge(false);
      const withinBudget = startCommandBudget(BUDGET_MS);
      try {
        const isIdle = hasFreeSlot && (await withinBudget(() => hasBacklog(redis, queueName)));
        if (isIdle) await withinBudget(() => tryToWrite(redis, queueName));
        return judge(isIdle);
      } catch (error) {
        if (isFault(error, 'unavailable', 'overloaded')) return judge(false);
        throw error;
      }
    },
  };
}

/** Changes nothing, and fails where a fetch would: of a server that is full, read-only or cannot save. */
async function tryToWrite(redis: Redis, queueName: string): Promise<void> {
  await redisReply(redis.zadd(`${BULL_PREFIX}:${queueName}:prioritized`, 'XX', 0, ''));
}

/** Jobs wait and may be fetched: a queue that an operator paused is meant to stand still. */
async function hasBacklog(redis: Redis, queueName: string): Promise<boolean> {
  const queue = `${BULL_PREFIX}:${queueName}`;
  const [waiting, prioritized, paused] = await Promise.all([
    redisReply(redis.llen(`${queue}:wait`)),
    redisReply(redis.zcard(`${queue}:prioritized`)),
    redisReply(redis.hexists(`${queue}:meta`, 'paused')),
  ]);
  return waiting + prioritized > 0 && paused === 0;
}
