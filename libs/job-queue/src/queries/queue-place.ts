import { BULL_PREFIX, queueKeys, queueNameOfLane } from '@ragfleet/contracts';
import type { Clock } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { QueryService, QueuePlace } from './contract.ts';
import { type CountedStarts, startWindowOf, timeUntilStartMs } from './lane-pace.ts';

/** Looking further back in a list would cost Redis more than the answer is worth. */
const MAX_COMPARED = 10_000;

/** BullMQ serves the list from its end, then the prioritized set from its lowest score. One round trip. */
export function createPlace(redis: Redis, clock: Clock): QueryService['place'] {
  return async ({ lane, queryId, status }) => {
    if (status !== 'queued') return null;
    const queue = `${BULL_PREFIX}:${queueNameOfLane(lane)}`;
    const nowMs = clock.nowMs();
    const window = startWindowOf(nowMs);
    const [waiting, index, turn, starts] = await Promise.all([
      redisReply(redis.llen(`${queue}:wait`)),
      redisReply(redis.lpos(`${queue}:wait`, queryId, 'RANK', -1, 'MAXLEN', MAX_COMPARED)),
      redisReply(redis.zrank(`${queue}:prioritized`, queryId)),
      redisReply(redis.mget(queueKeys.laneStarts(lane, window - 1), queueKeys.laneStarts(lane, window))),
    ]);
    const position = placeOf(waiting, index, turn);
    if (position === null) return null;
    const [before, current] = starts.map(Number);
    return placeAt(position, { before: before ?? 0, current: current ?? 0 }, nowMs);
  };
}

/** A place, and when it begins at the lane's pace. */
export function placeAt(position: number, starts: CountedStarts, nowMs: number): QueuePlace {
  const inMs = timeUntilStartMs(position, starts, nowMs);
  return { position, estimatedStartAtMs: inMs === null ? null : nowMs + inMs };
}

function placeOf(waiting: number, index: number | null, turn: number | null): number | null {
  if (index !== null) return Math.max(1, waiting - index);
  return turn === null ? null : waiting + turn + 1;
}
