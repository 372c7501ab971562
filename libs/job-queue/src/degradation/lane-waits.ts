import { BULL_PREFIX, queueNameOfLane } from '@ragfleet/contracts';
import { type Clock, type Lane, LANES, systemClock } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';

/**
 * How long the job that is next in each lane has waited, in milliseconds; 0 where none does. Not the oldest of all: one
 * tenant's flood waits behind everybody's turn and is no distress of the fleet. Two round trips.
 */
export async function readLaneWaits({
  redis,
  clock = systemClock,
}: {
  readonly redis: Redis;
  readonly clock?: Clock;
}): Promise<Readonly<Record<Lane, number>>> {
  const next = await Promise.all(LANES.map((lane) => nextJobs(redis, lane)));
  const read = redis.pipeline();
  for (const [at, jobIds] of next.entries())
    for (const jobId of jobIds) read.hget(keyOf(LANES[at] ?? 'normal', jobId), 'timestamp');
  const replies = ((await redisReply(read.exec())) ?? []).map(([, atMs]) => Number(atMs ?? Number.NaN));
  const nowMs = clock.nowMs();
  const waits = { high: 0, normal: 0, low: 0 };
  for (const [at, jobIds] of next.entries()) {
    const ages = replies.splice(0, jobIds.length).map((atMs) => nowMs - atMs);
    // A job that was taken between the two readings has no age.
    waits[LANES[at] ?? 'normal'] = Math.max(0, ...ages.filter((age) => Number.isFinite(age)));
  }
  return waits;
}

const keyOf = (lane: Lane, part: string): string => `${BULL_PREFIX}:${queueNameOfLane(lane)}:${part}`;

/** Jobs without a turn run before those with one. */
async function nextJobs(redis: Redis, lane: Lane): Promise<string[]> {
  const [plain, ordered] = await redisReply(
    Promise.all([redis.lindex(keyOf(lane, 'wait'), -1), redis.zrange(keyOf(lane, 'prioritized'), '0', '0')]),
  );
  return plain === null ? ordered : [plain];
}
