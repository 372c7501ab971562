import { queueKeys } from '@ragfleet/contracts';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';

const FORGET_AFTER_SECONDS = 30 * 86_400;
const MAX_DISABLED = 10_000;

/** Which callback URLs of a tenant take no more deliveries. They are kept as digests. */
export interface Endpoints {
  /** Why it takes none; null when it does. */
  disabledReason(tenantId: string, url: string): Promise<string | null>;
  disable(tenantId: string, url: string, reason: string): Promise<void>;
  enable(tenantId: string, url: string): Promise<void>;
}

export function createEndpoints(redis: Redis, sealer: Sealer): Endpoints {
  const fieldOf = (tenantId: string, url: string): string => sealer.digest(tenantId, 'endpoint', url);
  return {
    disabledReason: (tenantId, url) =>
      redisReply(redis.hget(queueKeys.disabledEndpoints(tenantId), fieldOf(tenantId, url))),
    disable: async (tenantId, url, reason) => {
      const key = queueKeys.disabledEndpoints(tenantId);
      await redisReply(redis.hset(key, fieldOf(tenantId, url), reason));
      await redisReply(redis.expire(key, FORGET_AFTER_SECONDS));
      if ((await redisReply(redis.hlen(key))) <= MAX_DISABLED) return;
      const surplus = await redisReply(redis.hrandfield(key));
      if (typeof surplus === 'string') await redisReply(redis.hdel(key, surplus));
    },
    enable: async (tenantId, url) => {
      await redisReply(redis.hdel(queueKeys.disabledEndpoints(tenantId), fieldOf(tenantId, url)));
    },
  };
}
