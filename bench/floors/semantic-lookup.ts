import type { Redis } from '@ragfleet/redis-connection';

/** As deep as ours: a shallower search is cheaper and finds the nearest of a large set less often. */
const DEPTH = 300;

/** The least that a semantic lookup can be: the nearest of a vector set. Nothing is read, nobody checked. */
export const nearestMembers = (redis: Redis, key: string, vector: Float32Array): Promise<unknown> => {
  const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  return redis.callBuffer('VSIM', key, 'FP32', bytes, 'WITHSCORES', 'COUNT', 8, 'EF', DEPTH);
};
