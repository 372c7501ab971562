import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { usedPart } from '../queries/memory-watermark.ts';
import type { Repair } from './contract.ts';

/** Below the 70 % at which nothing new is taken: what has ended makes room before new work is refused. */
const RELIEF_SHARE = 0.6;
/** Repetitions of a repair in one pass. */
const MAX_ROUNDS = 10;

/**
 * Repairs that give memory back, done only while Redis holds more than 60 % of its `maxmemory`, and at most ten times in
 * a pass. A Redis without `maxmemory` needs none.
 */
export function createMemoryRelief(redis: Redis): (repair: Repair) => Repair {
  const isNeeded = async (): Promise<boolean> =>
    usedPart(await redisReply(redis.info('memory'))) >= RELIEF_SHARE;
  return (repair) => async (limit) => {
    let done = 0;
    for (let round = 0; round < MAX_ROUNDS && (await isNeeded()); round += 1) {
      const count = await repair(limit);
      done += count;
      if (count === 0) break;
    }
    return done;
  };
}
