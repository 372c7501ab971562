/** The vectors of this process that were used last, the least recently used forgotten first. */
export interface RecentVectors {
  get(digest: string): Float32Array | undefined;
  set(digest: string, vector: Float32Array): void;
}

export function createRecentVectors(maxVectors: number): RecentVectors {
  const vectors = new Map<string, Float32Array>();
  const set = (digest: string, vector: Float32Array): void => {
    // A Map keeps the order of insertion: what is set again becomes the newest.
    vectors.delete(digest);
    vectors.set(digest, vector);
    const oldest = vectors.size > maxVectors ? vectors.keys().next().value : undefined;
    if (oldest !== undefined) vectors.delete(oldest);
  };
  return {
    get: (digest) => {
      const vector = vectors.get(digest);
      if (vector !== undefined) set(digest, vector);
      return vector;
    },
    set,
  };
}
