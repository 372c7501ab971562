import { randomFillSync } from 'node:crypto';

const PIECES = 256;

/** Random bytes, so many at a time and none of them twice. Fetched for 256 pieces at once: each fetch costs 2 µs, however small. */
export function createRandomPool(sizeBytes: number): () => Buffer {
  const pool = Buffer.alloc(sizeBytes * PIECES);
  let usedBytes = pool.length;
  return () => {
    if (usedBytes === pool.length) {
      randomFillSync(pool);
      usedBytes = 0;
    }
    // A copy: the pool is filled anew under whoever still holds a part of it.
    const piece = Buffer.from(pool.subarray(usedBytes, usedBytes + sizeBytes));
    usedBytes += sizeBytes;
    return piece;
  };
}
