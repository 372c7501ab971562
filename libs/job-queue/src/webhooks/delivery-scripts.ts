/**
 * Part of every script that makes a delivery. From place `at` on, ARGV holds delivery id, now, pending TTL, index size,
 * finished TTL, then field, value... Its reply is the status of the record that is kept.
 */
export const CREATE_DELIVERY = `
local function createDelivery(record, index, at)
  if redis.call('EXISTS', record) == 1 then return redis.call('HGET', record, 'status') end
  local id, now, pendingTtl, size, finishedTtl = unpack(ARGV, at, at + 4)
  redis.call('HSET', record, unpack(ARGV, at + 5))
  redis.call('EXPIRE', record, pendingTtl)
  redis.call('ZADD', index, now, id)
  redis.call('ZREMRANGEBYSCORE', index, '-inf', now - pendingTtl * 1000)
  redis.call('ZREMRANGEBYRANK', index, 0, -1 - size)
  redis.call('EXPIRE', index, pendingTtl + finishedTtl)
  return 'pending'
end
`;

/** KEYS record, index. ARGV as `createDelivery` takes them. */
export const CREATE = `${CREATE_DELIVERY}
return createDelivery(KEYS[1], KEYS[2], 1)
`;

/**
 * A record that is gone stays gone. What came of an attempt is noted by a full Redis too: its first write takes no memory, and
 * a script that has written is refused nothing more.
 */
const APPEND = `
local function append(attempt, max)
  local kept = redis.call('HGET', KEYS[1], 'attempts')
  if not kept then return 0 end
  local attempts = cjson.decode(kept)
  attempts[#attempts + 1] = cjson.decode(attempt)
  while #attempts > tonumber(max) do table.remove(attempts, 1) end
  redis.call('HDEL', KEYS[1], 'attempts')
  return redis.call('HSET', KEYS[1], 'attempts', cjson.encode(attempts))
end
`;

/** KEYS record. ARGV attempt as JSON, how many are kept. */
export const APPEND_ATTEMPT = `${APPEND}
return append(ARGV[1], ARGV[2])
`;

/**
 * KEYS record, tenant, dead letters, stream of such ends. ARGV status, now, reason, TTL, how long ago it must have been
 * opened anew, 0 for any time, id, how many dead letters are listed, seconds to list them, fleet mark. First writer wins:
 * what is finished or gone stays so. A full Redis takes it too, for the reason above.
 */
const FINISH_DELIVERY = `
local function listDead()
  local dead, id, size, seconds = KEYS[3], unpack(ARGV, 6, 8)
  redis.call('ZADD', dead, redis.call('HGET', KEYS[1], 'createdAtMs'), id)
  redis.call('ZREMRANGEBYSCORE', dead, '-inf', ARGV[2] - seconds * 1000)
  redis.call('ZREMRANGEBYRANK', dead, 0, -1 - size)
  redis.call('EXPIRE', dead, seconds)
end

local function finish()
  if redis.call('HGET', KEYS[1], 'status') ~= 'pending' then return 0 end
  local opened, openSince = redis.call('HGET', KEYS[1], 'reopenedAtMs'), tonumber(ARGV[5])
  -- Clocks differ: where it may have been opened at any time, the two moments are not compared at all.
  if opened and openSince > 0 and ARGV[2] - opened < openSince then return 0 end
  local kept = tonumber(redis.call('HGET', KEYS[2], 'keptSeconds') or ARGV[4])
  redis.call('EXPIRE', KEYS[1], math.min(kept, tonumber(ARGV[4])))
  redis.call('HSET', KEYS[1], 'status', ARGV[1], 'finishedAtMs', ARGV[2], 'reason', ARGV[3])
  redis.call('XADD', KEYS[4], 'MINID', '~', ARGV[2] - ARGV[4] * 1000, '*', 'm', ARGV[9])
  if ARGV[1] == 'dead' then listDead() end
  return 1
end
`;

/** KEYS and ARGV as above. */
export const FINISH = `${FINISH_DELIVERY}
return finish()
`;

/**
 * KEYS as above, endpoints. ARGV as above, the attempt that arrived as JSON, how many are kept, the endpoint's id, for how
 * long its last success is fresh, and the body as it was read and in its smaller form, which takes the place of no other;
 * '' leaves it. Replies with 0 where the endpoint's success is fresh, and nothing failed since: then this one is no news.
 */
export const DELIVER = `${APPEND}${FINISH_DELIVERY}
append(ARGV[10], ARGV[11])
finish()
if ARGV[15] ~= '' and redis.call('HGET', KEYS[1], 'body') == ARGV[14] then
  redis.call('HSET', KEYS[1], 'body', ARGV[15])
end
local known = redis.call('HGET', KEYS[5], ARGV[12])
if not known then return 1 end
local endpoint = cjson.decode(known)
if endpoint.failures > 0 or not endpoint.lastSuccessAtMs then return 1 end
return ARGV[2] - endpoint.lastSuccessAtMs < tonumber(ARGV[13]) and 0 or 1
`;

/** KEYS record, dead letters. ARGV TTL, now, id. What was removed stays so. */
export const REOPEN = `
if redis.call('HEXISTS', KEYS[1], 'body') == 0 then return 0 end
redis.call('HSET', KEYS[1], 'status', 'pending', 'finishedAtMs', '', 'reason', '', 'reopenedAtMs', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[1])
redis.call('ZREM', KEYS[2], ARGV[3])
return 1
`;

/** KEYS index, dead letters, then records. ARGV TTL, then the ids of the records. Leaves a name behind, so that none of them is made anew. */
export const REMOVE = `
for at = 3, #KEYS do
  redis.call('DEL', KEYS[at])
  redis.call('HSET', KEYS[at], 'status', 'removed')
  redis.call('EXPIRE', KEYS[at], ARGV[1])
end
for list = 1, 2 do redis.call('ZREM', KEYS[list], unpack(ARGV, 2)) end
return 1
`;
