import type { SemanticSpace } from '@ragfleet/rag-core';
import { type ChainableCommander, type Redis, redisReply } from '@ragfleet/redis-connection';

export interface TenantSpaces {
  /** Notes a write into a space, as two commands; the second one replies how many spaces the tenant has. */
  note(pipeline: ChainableCommander, space: SemanticSpace, keepMs: number): void;
  /** Takes the spaces that were written to longest ago out, with what they hold. */
  dropOldest(tenantId: string, count: number): Promise<void>;
  /** Those of one model, written to last first. */
  ofModel(tenantId: string, model: string, dimension: number): Promise<SemanticSpace[]>;
}

export interface TenantSpacesOptions {
  readonly redis: Redis;
  /** The ZSET of a tenant's spaces by last write. */
  readonly listKey: (tenantId: string) => string;
  /** Where a space's entries are. */
  readonly spaceKey: (tenantId: string, spaceId: string) => string;
  readonly maxSpacesPerTenant: number;
  readonly nowMs: () => number;
}

/** Which spaces a tenant has, so that housekeeping finds them and so that they stay few. */
export function createTenantSpaces(options: TenantSpacesOptions): TenantSpaces {
  const { redis, listKey, spaceKey, maxSpacesPerTenant, nowMs } = options;
  return {
    note: (pipeline, space, keepMs) => {
      const key = listKey(space.tenantId);
      pipeline.zadd(key, nowMs(), memberOf(space));
      keepAlive(pipeline, key, keepMs);
      pipeline.zcard(key);
    },
    dropOldest: async (tenantId, count) => {
      const popped = await redisReply(redis.zpopmin(listKey(tenantId), count));
      const members = popped.filter((_, place) => place % 2 === 0);
      const keys = members.map((member) => spaceKey(tenantId, spaceOf(tenantId, member).spaceId));
      if (keys.length > 0) await redisReply(redis.unlink(...keys));
    },
    ofModel: async (tenantId, model, dimension) => {
      const members = await redisReply(redis.zrevrange(listKey(tenantId), 0, maxSpacesPerTenant - 1));
      return members
        .map((member) => spaceOf(tenantId, member))
        .filter((space) => space.model === model && space.dimension === dimension);
    },
  };
}

/** Lets a key live at least `keepMs` longer, and never shorter than it would. */
export function keepAlive(pipeline: ChainableCommander, key: string, keepMs: number): void {
  // A key without expiry counts as infinite for GT.
  pipeline.pexpire(key, keepMs, 'GT').pexpire(key, keepMs, 'NX');
}

const memberOf = ({ spaceId, dimension, model }: SemanticSpace): string => `${spaceId} ${dimension} ${model}`;

/** The model comes last because it alone may have spaces in it. */
function spaceOf(tenantId: string, member: string): SemanticSpace {
  const [spaceId = '', dimension = ''] = member.split(' ', 2);
  return {
    tenantId,
    spaceId,
    dimension: Number(dimension),
    model: member.slice(spaceId.length + dimension.length + 2),
  };
}
