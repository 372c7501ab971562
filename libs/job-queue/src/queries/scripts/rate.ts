import { queueKeys } from '@ragfleet/contracts';
import { defineScript, type Redis } from '@ragfleet/redis-connection';
import { z } from 'zod';

const RATE = `
local state = redis.call('HGET', KEYS[1], 'state')
if not state then return 'gone' end
if state == 'admitted' or state == 'queued' or state == 'running' then return 'open' end
local previous = redis.call('HGET', KEYS[1], 'rating') or 'none'
redis.call('HSET', KEYS[1], 'rating', ARGV[1])
if ARGV[2] ~= '' then redis.call('HSET', KEYS[1], 'comment', ARGV[2]) else redis.call('HDEL', KEYS[1], 'comment') end
return previous
`;

const rateReply = z.enum(['gone', 'open', 'none', 'up', 'down']);

/** Keeps a rating with a finished query, and the sealed comment, '' for none. Returns the rating before it. */
export function createRate(
  redis: Redis,
): (
  tenantId: string,
  queryId: string,
  feedback: { readonly rating: 'up' | 'down'; readonly comment: string },
) => Promise<z.output<typeof rateReply>> {
  const run = defineScript(redis, 'rfRateQuery', 1, RATE);
  return async (tenantId, queryId, { rating, comment }) =>
    rateReply.parse(await run([queueKeys.query(tenantId, queryId)], [rating, comment]));
}
