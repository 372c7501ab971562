/**
 * KEYS endpoints, index. ARGV what happened as JSON, the sealed URL. Replies with the reason when this disables the endpoint.
 * All endpoints of a tenant are fields of one hash, so that those that are forgotten go in the same step.
 */
export const NOTE_ENDPOINT = `
local endpoints, index = KEYS[1], KEYS[2]
local n = cjson.decode(ARGV[1])
local kept = redis.call('HGET', endpoints, n.id)
local e = kept and cjson.decode(kept) or {url = ARGV[2], failures = 0}
local disables = ''

if n.kind == 'success' then
  e.failures, e.failingSinceMs, e.clockMs, e.recentMs = 0, nil, nil, nil
  e.lastSuccessAtMs, e.lastHttpStatus, e.lastError = n.nowMs, n.httpStatus, nil
elseif n.kind ~= 'refused' then
  e.failures = e.failures + 1
  e.failingSinceMs = e.failingSinceMs or n.nowMs
  e.lastHttpStatus, e.lastError = n.httpStatus, n.error
  local recent = e.recentMs or {}
  recent[#recent + 1] = n.nowMs
  while #recent > n.clockFailures do table.remove(recent, 1) end
  e.recentMs = recent
  if #recent == n.clockFailures and n.nowMs - recent[1] <= n.clockSpanMs then e.clockMs = e.clockMs or n.nowMs end
  if not e.disabledReason then
    if n.kind == 'gone' then disables = n.goneReason
    elseif e.clockMs and n.nowMs - e.clockMs >= n.disableAfterMs then disables = n.failingReason end
    if disables ~= '' then e.disabledReason, e.disabledAtMs = disables, n.nowMs end
  end
end

redis.call('HSET', endpoints, n.id, cjson.encode(e))
redis.call('ZADD', index, 'GT', n.nowMs, n.id)

local function forget(ids)
  if #ids == 0 then return end
  redis.call('ZREM', index, unpack(ids))
  redis.call('HDEL', endpoints, unpack(ids))
end
forget(redis.call('ZRANGEBYSCORE', index, '-inf', n.nowMs - n.keptMs, 'LIMIT', 0, 100))
local surplus = redis.call('ZCARD', index) - n.max
if surplus > 0 then forget(redis.call('ZRANGE', index, 0, math.min(surplus, 100) - 1)) end
redis.call('PEXPIRE', endpoints, n.keptMs)
redis.call('PEXPIRE', index, n.keptMs)
return disables
`;

/** KEYS endpoints. ARGV id. Replies with the endpoint as JSON, or nothing when there is none. */
export const ENABLE_ENDPOINT = `
local kept = redis.call('HGET', KEYS[1], ARGV[1])
if not kept then return false end
local e = cjson.decode(kept)
e.failures, e.failingSinceMs, e.clockMs, e.recentMs = 0, nil, nil, nil
e.disabledReason, e.disabledAtMs = nil, nil
local enabled = cjson.encode(e)
redis.call('HSET', KEYS[1], ARGV[1], enabled)
return enabled
`;
