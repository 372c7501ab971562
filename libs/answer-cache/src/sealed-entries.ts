import { cacheKeys } from '@ragfleet/contracts';
import { Fault, isFault } from '@ragfleet/kernel';
import type { CachedAnswer, CacheScope, CacheStamp } from '@ragfleet/rag-core';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { type CacheEntry, parseEntry, withStamp } from './cache-entry.ts';
import { canonicalQuestion } from './canonical-question.ts';
import { indexEntry } from './entry-index.ts';
import { generationOf } from './generations.ts';

export interface NewEntry {
  readonly scope: CacheScope;
  readonly stamp: CacheStamp;
  readonly answer: CachedAnswer;
  readonly ttlSeconds: number;
}

/** Entries by scope, sealed under their tenant's key. Faults: unavailable, timeout. */
export interface SealedEntries {
  /** null when there is none, or one that was tampered with, is of another question, or was evicted. */
  read(scope: CacheScope): Promise<CacheEntry | null>;
  write(entry: NewEntry): Promise<void>;
}

const PURPOSE = 'cache';
/** Entries of one moment expire over this share of their life, so that they are not all written anew at once. */
const TTL_SPREAD = 0.1;

export function createSealedEntries(options: {
  readonly redis: Redis;
  readonly sealer: Sealer;
  readonly random: () => number;
  readonly nowMs: () => number;
}): SealedEntries {
  const { redis, sealer, random, nowMs } = options;
  const digestOf = (scope: CacheScope): string =>
    sealer.digest(scope.tenantId, PURPOSE, canonicalScope(scope));
  const stored = async (scope: CacheScope): Promise<Stored> => {
    const key = cacheKeys.exact(scope.tenantId, digestOf(scope));
    const [sealed, generations] = await redisReply(
      Promise.all([redis.get(key), redis.hgetall(cacheKeys.generation(scope.tenantId))]),
    );
    const entry = sealed === null ? null : opened(sealer, scope.tenantId, sealed);
    return { entry: entry !== null && isUsable(entry, scope, generations) ? entry : null, generations };
  };

  return {
    read: async (scope) => (await stored(scope)).entry,
    write: async ({ scope, stamp, answer, ttlSeconds }) => {
      const { tenantId } = scope;
      const { entry: previous, generations } = await stored(scope);
      const entry: CacheEntry = {
        v: 1,
        question: canonicalQuestion(scope.question),
        stamps: withStamp(previous, answer, stamp),
        generation: generationOf(generations, answer),
        answer,
      };
      const digest = digestOf(scope);
      const ttlMs = Math.max(1_000, Math.round(ttlSeconds * 1_000 * (1 - TTL_SPREAD * random())));
      const sealed = sealer.seal(tenantId, PURPOSE, JSON.stringify(entry));
      const pipeline = redis.pipeline().set(cacheKeys.exact(tenantId, digest), sealed, 'PX', ttlMs);
      const namespaces = answer.result.citations.map((citation) => citation.namespace);
      indexEntry(pipeline, { tenantId, namespaces, digest, nowMs: nowMs(), ttlMs });
      const failure = (await redisReply(pipeline.exec()))?.find(([error]) => error !== null)?.[0];
      if (failure === undefined) return;
      throw new Fault('unavailable', 'The cache did not take the answer.', { cause: failure });
    },
  };
}

interface Stored {
  readonly entry: CacheEntry | null;
  readonly generations: Readonly<Record<string, string>>;
}

function isUsable(entry: CacheEntry, scope: CacheScope, generations: Stored['generations']): boolean {
  return (
    entry.question === canonicalQuestion(scope.question) &&
    entry.generation === generationOf(generations, entry.answer)
  );
}

/** Every part under its own name: no two scopes meet in one text. */
const canonicalScope = (scope: CacheScope): string =>
  JSON.stringify([
    'exact',
    1,
    scope.tenantId,
    canonicalQuestion(scope.question),
    scope.namespaces,
    scope.quality,
    scope.model,
    scope.topK,
    scope.embeddingModel,
    scope.promptVersion,
    scope.historyDigest,
  ]);

/** null for an entry that was tampered with, cut, or written by another version. */
function opened(sealer: Sealer, tenantId: string, sealed: string): CacheEntry | null {
  try {
    return parseEntry(sealer.open(tenantId, PURPOSE, sealed));
  } catch (error) {
    if (isFault(error, 'corrupt')) return null;
    throw error;
  }
}
