import { BULL_PREFIX, queueNameOfLane } from '@ragfleet/contracts';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { QueryDesk } from './contract.ts';

/** Looking further back in a list would cost Redis more than the answer is worth. */
const MAX_COMPARED = 10_000;

/** BullMQ serves the list from its end, then the prioritized set from its lowest score. */
export function createPosition(redis: Redis): QueryDesk['position'] {
  return async ({ lane, queryId, status }) => {
    if (status !== 'queued') return null;
    const queue = `${BULL_PREFIX}:${queueNameOfLane(lane)}`;
    const [waiting, index, turn] = await Promise.all([
      redisReply(redis.llen(`${queue}:wait`)),
      redisReply(redis.lpos(`${queue}:wait`, queryId, 'RANK', -1, 'MAXLEN', MAX_COMPARED)),
      redisReply(redis.zrank(`${queue}:prioritized`, queryId)),
    ]);
    if (index !== null) return Math.max(1, waiting - index);
    return turn === null ? null : waiting + turn + 1;
  };
}
