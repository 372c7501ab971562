import { queueKeys } from '@ragfleet/contracts';
import { defineScript, keysLike, type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { z } from 'zod';
import { ENDPOINT_PURPOSE, endpointIdOf, parseEndpoint } from '../webhooks/endpoints/endpoint-record.ts';
import type { ResealReport } from './contract.ts';
import { resealed, tenantOf, UNREADABLE } from './walk-keys.ts';

const everyField = z.record(z.string(), z.unknown());

/**
 * KEYS endpoints, index. ARGV id and JSON as they were read, the new id and JSON. What the fleet has learned about the
 * endpoint under its new id is newer and stays.
 */
const MOVE = `
local endpoints, index = KEYS[1], KEYS[2]
if redis.call('HGET', endpoints, ARGV[1]) ~= ARGV[2] then return 0 end
local usedAt = redis.call('ZSCORE', index, ARGV[1]) or '0'
redis.call('HDEL', endpoints, ARGV[1])
redis.call('ZREM', index, ARGV[1])
redis.call('HSETNX', endpoints, ARGV[3], ARGV[4])
redis.call('ZADD', index, 'GT', usedAt, ARGV[3])
return 1`;

/** The health of callback URLs: each is named by a digest of its URL, so it moves to the name under the current key. */
export async function resealEndpoints({
  redis,
  sealer,
  signal,
}: {
  readonly redis: Redis;
  readonly sealer: Sealer;
  readonly signal: AbortSignal;
}): Promise<ResealReport> {
  const move = defineScript(redis, 'rfMoveEndpoint', 2, MOVE);
  const count = { resealed: 0, unreadable: 0 };
  for await (const key of keysLike(redis, { pattern: queueKeys.endpoints('*'), signal })) {
    const tenantId = tenantOf(key);
    for (const [id, json] of Object.entries(await redisReply(redis.hgetall(key)))) {
      const stored = parseEndpoint(json);
      const url = resealed(sealer, tenantId, ENDPOINT_PURPOSE, stored.url);
      if (url === UNREADABLE) count.unreadable += 1;
      if (url === null || url === UNREADABLE) continue;
      const newId = endpointIdOf(sealer, tenantId, sealer.open(tenantId, ENDPOINT_PURPOSE, url));
      // The rest as the scripts wrote it, which know more fields than a reader does.
      const moved = JSON.stringify({ ...everyField.parse(JSON.parse(json)), url });
      const isMoved = await move([key, queueKeys.endpointsByUse(tenantId)], [id, json, newId, moved]);
      if (isMoved === 1) count.resealed += 1;
    }
  }
  return { kind: 'webhook endpoints', ...count };
}
