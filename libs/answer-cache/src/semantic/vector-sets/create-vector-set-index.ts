import { cacheKeys } from '@ragfleet/contracts';
import type { SemanticIndex, SemanticMatch, SemanticSpace } from '@ragfleet/rag-core';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { entryBytes } from '../entry-bytes.ts';
import { nearestOf } from '../nearest-of.ts';
import { pipelineReplies } from '../pipeline-replies.ts';
import { requireDimension } from '../require-dimension.ts';
import { createTenantSpaces, keepAlive, type TenantSpaces } from '../tenant-spaces.ts';
import { bytesOf, readMatches } from './replies.ts';
import { createRemoveMembers } from './remove-members.ts';
import { createSweep, type Sweep } from './sweep-members.ts';

export interface VectorSetIndexOptions {
  /** The cache Redis, version 8 or later. */
  readonly redis: Redis;
  /** 100,000 unless given, which is 217 MB of 1,536 dimensions. */
  readonly maxEntriesPerSpace?: number;
  /** 64 unless given: beyond, the space that was written to longest ago leaves. */
  readonly maxSpacesPerTenant?: number;
  readonly nowMs?: () => number;
}

const MAX_ENTRIES_PER_SPACE = 100_000;
const MAX_SPACES_PER_TENANT = 64;
/**
 * Measured on questions of 1,536 numbers in topics (bench): with 12 links and a depth of 300 the nearest of 100,000 is
 * found in 99 of 100 searches, with 8 links and 200 in 96, and no depth up to 400 helps 8 links above 98. Links to the
 * about twenty questions on one subject leave few to other subjects, so a search that needs them must look far. An entry
 * takes 2,168 B, 75 more than with 8 links. A missed answer costs a generation, a deeper search one to two milliseconds.
 */
const LINKS = 12;
const EF_ADD = 200;
const EF_SEARCH = 300;
/** Housekeeping may miss some, and searches many spaces. */
const EF_HOUSEKEEPING = 50;
/** An entry may be kept longer than it is fresh, and its set must not leave before it. */
const SLACK_MS = 3_600_000;
/** Beyond so many candidates a search gives what it has: what is further away is no match for a cache. */
const MAX_CANDIDATES = 200;
/** Searches sent at once by housekeeping, so that a query's commands wait a few milliseconds for them and no more. */
const SEARCHES_AT_ONCE = 4;

/**
 * Redis vector sets: one set of int8 vectors for each space. An entry is a member while its answer's key is there
 * (`cacheKeys.answer`), so an answer is written before its member. Members whose answer is gone are taken out when a
 * search meets them and by samples at each add.
 */
export function createVectorSetIndex(options: VectorSetIndexOptions): SemanticIndex {
  const { redis, nowMs = Date.now, maxEntriesPerSpace = MAX_ENTRIES_PER_SPACE } = options;
  const { maxSpacesPerTenant = MAX_SPACES_PER_TENANT } = options;
  const { semanticSpaces: listKey, semantic: spaceKey } = cacheKeys;
  const spaces = createTenantSpaces({ redis, listKey, spaceKey, maxSpacesPerTenant, nowMs });
  const removeMembers = createRemoveMembers(redis);
  const sweep = createSweep({ redis, removeMembers, maxEntriesPerSpace });
  return {
    name: 'vector-sets',
    maxEntriesPerSpace,
    search: (space, { vector }, limit) => searchAlive({ redis, sweep, space, vector, limit }),
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
    nearestOfTenant: async (tenantId, model, vectors, limit) => {
      const nearest = [];
      for (const vector of vectors)
        nearest.push(...(await nearestToOne({ redis, spaces, tenantId, model, vector, limit })));
      return nearest;
    },
  };
}

const keyOf = ({ tenantId, spaceId }: Pick<SemanticSpace, 'tenantId' | 'spaceId'>): string =>
  cacheKeys.semantic(tenantId, spaceId);

interface SearchAlive {
  readonly redis: Redis;
  readonly sweep: Sweep;
  readonly space: SemanticSpace;
  readonly vector: Float32Array;
  readonly limit: number;
}

/** Members whose answer is gone are taken out, and the search looks further where they took the places of others. */
async function searchAlive({ redis, sweep, space, vector, limit }: SearchAlive): Promise<SemanticMatch[]> {
  requireDimension(vector, space);
  if (limit <= 0) return [];
  for (let count = 2 * limit; ; count *= 4) {
    const command = nearestCommand({ key: keyOf(space), vector, count, minDepth: EF_SEARCH });
    const found = readMatches(await redisReply(redis.callBuffer(...command)));
    const alive = await sweep.alive(space, found);
    const isAll = found.length < count || count >= MAX_CANDIDATES;
    if (alive.length >= limit || isAll) return alive.slice(0, limit);
  }
}

interface NearestCommand {
  readonly key: string;
  readonly vector: Float32Array;
  readonly count: number;
  /** Candidates that the search keeps, at the least. */
  readonly minDepth: number;
}

const nearestCommand = ({
  key,
  vector,
  count,
  minDepth,
}: NearestCommand): [string, ...(string | Buffer | number)[]] => {
  const depth = Math.max(minDepth, count);
  return ['VSIM', key, 'FP32', bytesOf(vector), 'WITHSCORES', 'COUNT', count, 'EF', depth];
};

interface NearestToOne {
  readonly redis: Redis;
  readonly spaces: TenantSpaces;
  readonly tenantId: string;
  readonly model: string;
  readonly vector: Float32Array;
  readonly limit: number;
}

async function nearestToOne(
  options: NearestToOne,
): Promise<(SemanticMatch & { readonly spaceId: string })[]> {
  const { redis, tenantId, model, vector, limit } = options;
  const spaces = await options.spaces.ofModel(tenantId, model, vector.length);
  const nearest = [];
  for (let start = 0; start < spaces.length; start += SEARCHES_AT_ONCE) {
    const some = spaces.slice(start, start + SEARCHES_AT_ONCE);
    const pipeline = redis.pipeline();
    for (const space of some) {
      const place = { key: keyOf(space), vector, count: limit, minDepth: EF_HOUSEKEEPING };
      pipeline.callBuffer(...nearestCommand(place));
    }
    const replies = await pipelineReplies(pipeline);
    for (const [place, { spaceId }] of some.entries())
      nearest.push(...readMatches(replies[place]).map((match) => ({ ...match, spaceId })));
  }
  return nearestOf(nearest, limit);
}
