import { cacheKeys } from '@ragfleet/contracts';
import { withinBudget } from '@ragfleet/kernel';
import type { EmbeddingCache, EmbeddingKey } from '@ragfleet/rag-core';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { createRecentVectors } from './recent-vectors.ts';

export interface EmbeddingCacheOptions {
  readonly redis: Redis;
  readonly sealer: Sealer;
  readonly ttlSeconds?: number;
  /** Vectors that this process keeps for itself; 1,536 dimensions are 6 kB. */
  readonly maxRecentVectors?: number;
  /** A lookup that takes longer is a miss. */
  readonly timeoutMs?: number;
}

export interface ForgettingEmbeddingCache extends EmbeddingCache {
  /** Removes vectors from the cache Redis: how many were there. A process that used one may keep it in its memory. Faults: unavailable. */
  forget(keys: readonly EmbeddingKey[]): Promise<number>;
}

const PURPOSE = 'embedding';
const TTL_SECONDS = 86_400;
const MAX_RECENT_VECTORS = 1_000;
const LOOKUP_TIMEOUT_MS = 20;
const STORE_TIMEOUT_MS = 200;

/**
 * Vectors of questions by the keyed digest of their model and whole text: in this process, then on the cache Redis,
 * sealed under the tenant's key because words can be guessed back from a vector. Every failure is a miss, or a write
 * that did not happen.
 */
export function createEmbeddingCache(options: EmbeddingCacheOptions): ForgettingEmbeddingCache {
  const { redis, sealer, ttlSeconds = TTL_SECONDS, timeoutMs = LOOKUP_TIMEOUT_MS } = options;
  const recent = createRecentVectors(options.maxRecentVectors ?? MAX_RECENT_VECTORS);
  // The tenant's own key makes the digest, so equal questions of two tenants never meet.
  const digestOf = (key: EmbeddingKey): string => sealer.digest(key.tenantId, PURPOSE, textOf(key));

  const read = async (
    { tenantId, dimension }: EmbeddingKey,
    digest: string,
  ): Promise<Float32Array | null> => {
    const sealed = await redisReply(redis.getBuffer(cacheKeys.embedding(tenantId, digest)));
    if (sealed === null) return null;
    const vector = vectorOf(sealer.openBytes(tenantId, PURPOSE, sealed));
    return vector.length === dimension ? vector : null;
  };
  const write = async ({ tenantId }: EmbeddingKey, digest: string, vector: Float32Array): Promise<void> => {
    const sealed = sealer.sealBytes(tenantId, PURPOSE, bytesOf(vector));
    await redisReply(redis.set(cacheKeys.embedding(tenantId, digest), sealed, 'EX', ttlSeconds));
  };

  return {
    forget: async (keys) => {
      const names = keys.flatMap((key) =>
        sealer
          .digests(key.tenantId, PURPOSE, textOf(key))
          .map((digest) => cacheKeys.embedding(key.tenantId, digest)),
      );
      return names.length === 0 ? 0 : redisReply(redis.unlink(...names));
    },
    lookup: async (key, signal) => {
      const digest = digestOf(key);
      const known = recent.get(digest);
      if (known !== undefined) return known;
      try {
        const vector = await withinBudget(timeoutMs, signal, () => read(key, digest));
        if (vector !== null) recent.set(digest, vector);
        return vector;
      } catch {
        signal.throwIfAborted();
        return null;
      }
    },
    store: async (key, vector) => {
      const digest = digestOf(key);
      recent.set(digest, vector);
      // A write that fails costs one embedding later on; whoever asked has the vector already.
      await withinBudget(STORE_TIMEOUT_MS, NEVER, () => write(key, digest, vector)).catch(() => undefined);
    },
  };
}

const textOf = ({ model, dimension, text }: EmbeddingKey): string => JSON.stringify([model, dimension, text]);

const NEVER = new AbortController().signal;

const bytesOf = (vector: Float32Array): Uint8Array =>
  new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);

/** Copied: the bytes that came may begin where no number can. */
const vectorOf = (bytes: Buffer): Float32Array =>
  new Float32Array(
    Uint8Array.from(bytes).buffer,
    0,
    Math.floor(bytes.length / Float32Array.BYTES_PER_ELEMENT),
  );
