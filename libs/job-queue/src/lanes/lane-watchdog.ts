import { BULL_PREFIX, queueNameOfLane } from '@ragfleet/contracts';
import { type Clock, isFault, type Lane, LANES } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { startBudget } from '../queries/redis-budget.ts';

/** Notices a worker that lives and does not work: a backlog, a free slot, and no fetch. */
export interface LaneWatchdog {
  fetched(lane: Lane): void;
  isHealthy(hasFreeSlot: (lane: Lane) => boolean): Promise<boolean>;
}

const STUCK_AFTER_MS = 30_000;
const BUDGET_MS = 1_000;

export function createLaneWatchdog(redis: Redis, clock: Clock): LaneWatchdog {
  const idleSinceMs = new Map<Lane, number>();

  const isStuck = (lane: Lane, isIdle: boolean): boolean => {
    if (!isIdle) {
      idleSinceMs.delete(lane);
      return false;
    }
    const since = idleSinceMs.get(lane) ?? clock.monotonicMs();
    idleSinceMs.set(lane, since);
    return clock.monotonicMs() - since >= STUCK_AFTER_MS;
  };

  return {
    fetched: (lane) => {
      idleSinceMs.delete(lane);
    },
    isHealthy: async (hasFreeSlot) => {
      // A Redis that is away is not this process's fault, and a restart would not bring it back.
      if (redis.status !== 'ready') return true;
      try {
        const backlogs = await startBudget(BUDGET_MS)(() =>
          Promise.all(LANES.map((lane) => hasBacklog(redis, lane))),
        );
        const stuck = LANES.filter((lane, index) =>
          isStuck(lane, backlogs[index] === true && hasFreeSlot(lane)),
        );
        return stuck.length === 0;
      } catch (error) {
        if (isFault(error, 'unavailable')) return true;
        throw error;
      }
    },
  };
}

/** Jobs wait and may be fetched: a lane that an operator paused is meant to stand still. */
async function hasBacklog(redis: Redis, lane: Lane): Promise<boolean> {
  const queue = `${BULL_PREFIX}:${queueNameOfLane(lane)}`;
  const [waiting, prioritized, paused] = await Promise.all([
    redisReply(redis.llen(`${queue}:wait`)),
    redisReply(redis.zcard(`${queue}:prioritized`)),
    redisReply(redis.hexists(`${queue}:meta`, 'paused')),
  ]);
  return waiting + prioritized > 0 && paused === 0;
}
