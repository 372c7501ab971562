import { cacheKeys } from '@ragfleet/contracts';
import type { SemanticIndex, SemanticMatch } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import { entryBytes } from '../entry-bytes.ts';
import { nearestOf } from '../nearest-of.ts';
import { pipelineReplies } from '../pipeline-replies.ts';
import { requireDimension } from '../require-dimension.ts';
import { createTenantSpaces, keepAlive, type TenantSpaces } from '../tenant-spaces.ts';
import { bytesOf, readMatches } from './replies.ts';
import { createRemoveMembers } from './remove-members.ts';
import { keyOf, nearestCommand, searchAlive } from './search-members.ts';
import { createSweep } from './sweep-members.ts';

export interface VectorSetIndexOptions {
  /** The cache Redis, version 8 or later. */
  readonly redis: Redis;
  /** 100,000 unless given, which is 224 MB of 1,536 dimensions. */
  readonly maxEntriesPerSpace?: number;
  /** 64 unless given: beyond, the space that was written to longest ago leaves. */
  readonly maxSpacesPerTenant?: number;
  /** Members up to which a shallow search that found nothing is believed. 10,000 unless given. */
  readonly maxShallowMembers?: number;
  readonly nowMs?: () => number;
}

const MAX_ENTRIES_PER_SPACE = 100_000;
const MAX_SPACES_PER_TENANT = 64;
/** As many shallow searches of so many members as deep ones of more find the nearest. */
const MAX_SHALLOW_MEMBERS = 10_000;
/**
 * Links to the about twenty questions on one subject leave few to other subjects: with 12 links a shallow search misses 6
 * of 100 among 100,000 questions in topics (bench), with 16 it misses 2 to 4. An entry takes 2,243 B, 75 more than with 12.
 * The key's name says how many they are.
 */
const LINKS = 16;
const EF_ADD = 200;
/** Housekeeping may miss some, and searches many spaces. */
const EF_HOUSEKEEPING = 50;
/** An entry may be kept longer than it is fresh, and its set must not leave before it. */
const SLACK_MS = 3_600_000;
/** Searches sent at once by housekeeping, so that a query's commands wait a few milliseconds for them and no more. */
const SEARCHES_AT_ONCE = 4;

/**
 * Redis vector sets: one set of int8 vectors for each space. An entry is a member while its answer's key is there
 * (`cacheKeys.answer`), so an answer is written before its member. Members whose answer is gone are taken out when a
 * search meets them and by samples at each add.
 */
export function createVectorSetIndex(options: VectorSetIndexOptions): SemanticIndex {
  const { redis, nowMs = Date.now, maxEntriesPerSpace = MAX_ENTRIES_PER_SPACE } = options;
  const { maxSpacesPerTenant = MAX_SPACES_PER_TENANT, maxShallowMembers = MAX_SHALLOW_MEMBERS } = options;
  const { semanticSpaces: listKey, semantic: spaceKey } = cacheKeys;
  const spaces = createTenantSpaces({ redis, listKey, spaceKey, maxSpacesPerTenant, nowMs });
  const removeMembers = createRemoveMembers(redis);
  const sweep = createSweep({ redis, removeMembers, maxEntriesPerSpace });
  return {
    name: 'vector-sets',
    maxEntriesPerSpace,
    search: async (space, { vector, minSimilarity = null }, limit) => {
      requireDimension(vector, space);
      return searchAlive({ redis, sweep, space, vector, minSimilarity, limit, maxShallowMembers });
    },
    add: async (space, { entryId, vector, expiresAtMs }) => {
      requireDimension(vector, space);
      const key = keyOf(space);
      const keepMs = Math.max(0, expiresAtMs - nowMs()) + SLACK_MS;
      const member = entryBytes(entryId);
      // VADD removes a member that is there, as VREM does: one that may not be removed keeps its place.
      const isStuck = (await removeMembers(key, [member])) > 0;
      const pipeline = redis.pipeline();
      // CAS looks for the neighbours beside the server's main thread.
      const layout = ['CAS', 'Q8', 'EF', EF_ADD, 'M', LINKS];
      if (!isStuck) pipeline.call('VADD', key, 'FP32', bytesOf(vector), member, ...layout);
      keepAlive(pipeline, key, keepMs);
      spaces.note(pipeline, space, keepMs);
      const spaceCount = Number((await pipelineReplies(pipeline)).at(-1));
      await sweep.sample(space, member);
      if (spaceCount > maxSpacesPerTenant)
        await spaces.dropOldest(space.tenantId, spaceCount - maxSpacesPerTenant);
    },
    remove: (space, entryIds) => sweep.remove(space, entryIds.map(entryBytes)),
    nearestOfTenant: async ({ tenantId, model, vectors, limit }, signal) => {
      const nearest = [];
      for (const vector of vectors)
        nearest.push(...(await nearestToOne({ redis, spaces, tenantId, model, vector, limit, signal })));
      return nearest;
    },
  };
}

interface NearestToOne {
  readonly redis: Redis;
  readonly spaces: TenantSpaces;
  readonly tenantId: string;
  readonly model: string;
  readonly vector: Float32Array;
  readonly limit: number;
  readonly signal: AbortSignal;
}

async function nearestToOne(
  options: NearestToOne,
): Promise<(SemanticMatch & { readonly spaceId: string })[]> {
  const { redis, tenantId, model, vector, limit, signal } = options;
  signal.throwIfAborted();
  const spaces = await options.spaces.ofModel(tenantId, model, vector.length);
  const nearest = [];
  for (let start = 0; start < spaces.length; start += SEARCHES_AT_ONCE) {
    signal.throwIfAborted();
    const some = spaces.slice(start, start + SEARCHES_AT_ONCE);
    const pipeline = redis.pipeline();
    for (const space of some) {
      const place = { key: keyOf(space), vector, count: limit, depth: EF_HOUSEKEEPING };
      pipeline.callBuffer(...nearestCommand(place));
    }
    const replies = await pipelineReplies(pipeline);
    for (const [place, { spaceId }] of some.entries())
      nearest.push(...readMatches(replies[place]).map((match) => ({ ...match, spaceId })));
  }
  return nearestOf(nearest, limit);
}
