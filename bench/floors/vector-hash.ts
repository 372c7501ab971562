import type { Redis } from '@ragfleet/redis-connection';

/** A cached answer as tutorials keep it: a hash of its 32-bit vector and its value, nothing beside it. */
export const keepWithVector = (
  redis: Redis,
  at: number,
  { vector, value }: { readonly vector: Float32Array; readonly value: string },
): Promise<unknown> =>
  redis.hset(`floor:${at}`, {
    value,
    vector: Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength),
  });
