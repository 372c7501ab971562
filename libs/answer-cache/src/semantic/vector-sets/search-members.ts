import { cacheKeys } from '@ragfleet/contracts';
import type { SemanticMatch, SemanticSpace } from '@ragfleet/rag-core';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { bytesOf, readMatches } from './replies.ts';
import type { Sweep } from './sweep-members.ts';

/**
 * Measured on questions of 1,536 numbers in topics (bench) with 16 links: a depth of 64 finds the nearest of 10,000 in every
 * search and of 100,000 in 96 to 98 of 100, one of 300 in more than 99 for 2.6 times the comparisons. A search that misses
 * is on another subject altogether, so that what it found shows whether it missed.
 */
const EF_SHALLOW = 64;
const EF_DEEP = 300;
/** Beyond so many candidates a search gives what it has: what is further away is no match for a cache. */
const MAX_CANDIDATES = 200;

export interface SearchAlive {
  readonly redis: Redis;
  readonly sweep: Sweep;
  readonly space: SemanticSpace;
  readonly vector: Float32Array;
  /** Null when every neighbor is of use, however far. */
  readonly minSimilarity: number | null;
  readonly limit: number;
  /** Members up to which a shallow search that found nothing is believed. */
  readonly maxShallowMembers: number;
}

/**
 * Neighbors whose answer is there. A shallow search is enough when it found what is of use, since the nearest ones are
 * linked to each other, or when the set is small. Otherwise a deep one follows.
 */
export async function searchAlive(search: SearchAlive): Promise<SemanticMatch[]> {
  if (search.limit <= 0) return [];
  return (await searchShallow(search)) ?? searchDeep(search);
}

/** Null when a deep search may find what this one did not. */
async function searchShallow(search: SearchAlive): Promise<SemanticMatch[] | null> {
  const { minSimilarity, limit } = search;
  if (minSimilarity === null) return null;
  const { alive, isAll } = await look(search, { count: limit, depth: EF_SHALLOW });
  if (alive.length === limit) return alive;
  return isAll && (alive.length > 0 || (await isSmall(search))) ? alive : null;
}

/** Members whose answer is gone are taken out, and the search looks further where they took the places of others. */
async function searchDeep(search: SearchAlive): Promise<SemanticMatch[]> {
  for (let count = 2 * search.limit; ; count *= 4) {
    const { alive, isAll } = await look(search, { count, depth: EF_DEEP });
    if (alive.length >= search.limit || isAll || count >= MAX_CANDIDATES) return alive.slice(0, search.limit);
  }
}

interface Look {
  readonly count: number;
  readonly depth: number;
}

interface Seen {
  readonly alive: SemanticMatch[];
  /** False when there may be more that are of use behind those that were asked for. */
  readonly isAll: boolean;
}

async function look({ redis, sweep, space, vector, minSimilarity }: SearchAlive, look: Look): Promise<Seen> {
  const command = nearestCommand({ key: keyOf(space), vector, ...look });
  const found = readMatches(await redisReply(redis.callBuffer(...command)));
  const near = found.filter(({ similarity }) => minSimilarity === null || similarity >= minSimilarity);
  return { alive: await sweep.alive(space, near), isAll: near.length < look.count };
}

const isSmall = async ({ redis, space, maxShallowMembers }: SearchAlive): Promise<boolean> =>
  Number(await redisReply(redis.call('VCARD', keyOf(space)))) <= maxShallowMembers;

export const keyOf = ({ tenantId, spaceId }: Pick<SemanticSpace, 'tenantId' | 'spaceId'>): string =>
  cacheKeys.semantic(tenantId, spaceId);

interface NearestCommand extends Look {
  readonly key: string;
  readonly vector: Float32Array;
}

/** VSIM of the nearest `count`; it keeps `depth` candidates, and at the least as many as it gives. */
export const nearestCommand = ({
  key,
  vector,
  count,
  depth,
}: NearestCommand): [string, ...(string | Buffer | number)[]] => {
  const candidates = Math.max(depth, count);
  return ['VSIM', key, 'FP32', bytesOf(vector), 'WITHSCORES', 'COUNT', count, 'EF', candidates];
};
