import type { Redis } from '@ragfleet/redis-connection';

export interface NearestMembers {
  readonly redis: Redis;
  readonly key: string;
  readonly vector: Float32Array;
  /** Candidates that the search keeps: more of them cost more, and find the nearest of a large set more often. */
  readonly depth: number;
}

/** The least that a semantic lookup can be: the nearest of a vector set. Nothing is read, nobody checked. */
export const nearestMembers = ({ redis, key, vector, depth }: NearestMembers): Promise<unknown> => {
  const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  return redis.callBuffer('VSIM', key, 'FP32', bytes, 'WITHSCORES', 'COUNT', 8, 'EF', depth);
};
