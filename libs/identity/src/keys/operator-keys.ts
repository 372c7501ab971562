import { queueKeys } from '@ragfleet/contracts';
import { type Redis, redisReply } from '@ragfleet/redis-connection';

const MAX_KEYS = 1_000;

/** Ids of the keys of operators, newest first. One that an older release made is not among them until it is imported again. */
export async function listOperatorKeys(redis: Redis): Promise<readonly string[]> {
  const keyIds = await redisReply(redis.zrevrange(queueKeys.operatorKeys, 0, MAX_KEYS - 1));
  const present = await Promise.all(keyIds.map((keyId) => redisReply(redis.exists(queueKeys.apiKey(keyId)))));
  return keyIds.filter((_keyId, at) => present[at] === 1);
}
