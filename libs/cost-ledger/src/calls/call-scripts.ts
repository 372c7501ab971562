import { BOOK_USER } from '../book-user.ts';

/** Calls whose process died, closed by each reservation and each sweep: more than come anew, and never many at once. */
const SWEPT = 20;

/**
 * KEYS of both: open calls, their details, month, day, and of a reservation the budget. A call's detail is its
 * nano-dollars, then user, model, route and whether a tenant's own account pays, as JSON; an older release leaves the
 * last one out. The sum of what is reserved is a field beside them.
 */
const CLOSE = `
${BOOK_USER}
local RESERVED = 'reserved'
local calls, details, month, day = KEYS[1], KEYS[2], KEYS[3], KEYS[4]

local function book(detail, kind, nano)
  redis.call('HINCRBY', month, kind, nano)
  if detail[5] == true then redis.call('HINCRBY', month, 'own', nano) end
  redis.call('HINCRBY', day, 'total', nano)
  local user = bookUser(day, detail[2])
  local own = 'own:' .. user
  for _, group in ipairs({'user:' .. user, 'model:' .. detail[3], 'route:' .. detail[4], own .. ':model:' .. detail[3], own .. ':route:' .. detail[4], useOf(user, detail[3], detail[4])}) do
    redis.call('HINCRBY', day, group .. ':total', nano)
  end
  if kind == 'unsettled' then
    redis.call('HINCRBY', day, 'unsettled', nano)
    redis.call('HINCRBY', day, 'user:' .. user .. ':unsettled', nano)
  end
end

local function close(id)
  local kept = redis.call('HGET', details, id)
  if not kept then return nil end
  local detail = cjson.decode(kept)
  redis.call('ZREM', calls, id)
  redis.call('HDEL', details, id)
  if detail[1] ~= '0' then redis.call('HINCRBY', details, RESERVED, '-' .. detail[1]) end
  return detail
end

local function leave(id)
  local detail = close(id)
  if not detail then return 0 end
  book(detail, 'unsettled', detail[1])
  return 1
end

local function keep(seconds)
  redis.call('EXPIRE', month, seconds)
  redis.call('EXPIRE', day, seconds)
end
`;

/** Books what died until a time as unsettled, and tells how many that were. */
const SWEEP = `
local function sweep(nowMs, seconds)
  local gone = redis.call('ZRANGE', calls, '-inf', nowMs, 'BYSCORE', 'LIMIT', 0, ${SWEPT})
  for _, id in ipairs(gone) do leave(id) end
  if #gone > 0 then keep(seconds) end
  return #gone
end
`;

/**
 * ARGV: id, detail, nano-dollars, now and the time when the caller is gone (ms), seconds to keep money and calls: a call
 * that nobody closed is a part of the bill. Returns whether it fits the month; what asks for nothing does. What died is
 * booked first, as unsettled.
 */
export const RESERVE_SCRIPT = `
${CLOSE}
${SWEEP}
-- The connection may send the script again after a cut: the second run finds what the first one did.
if redis.call('HEXISTS', details, ARGV[1]) == 1 then return 1 end
sweep(ARGV[4], ARGV[6])
-- An older release counted some calls twice.
if redis.call('EXISTS', calls) == 0 then redis.call('HDEL', details, RESERVED) end
local limit = redis.call('HGET', KEYS[5], 'limit')
if limit and ARGV[3] ~= '0' then
  local spent = redis.call('HMGET', month, 'settled', 'unsettled')
  local reserved = redis.call('HGET', details, RESERVED)
  local taken = (tonumber(spent[1]) or 0) + (tonumber(spent[2]) or 0) + (tonumber(reserved) or 0)
  if taken + tonumber(ARGV[3]) > tonumber(limit) then return 0 end
end
redis.call('ZADD', calls, ARGV[5], ARGV[1])
redis.call('HSET', details, ARGV[1], ARGV[2])
redis.call('HINCRBY', details, RESERVED, ARGV[3])
redis.call('EXPIRE', calls, ARGV[6])
redis.call('EXPIRE', details, ARGV[6])
return 1
`;

/** ARGV: now (ms), seconds to keep money. Returns how many calls were closed. */
export const SWEEP_SCRIPT = `
${CLOSE}
${SWEEP}
return sweep(ARGV[1], ARGV[2])
`;

/** ARGV: id, end (settled, unsettled, released), seconds to keep money, nano-dollars of input and output. Returns 1 when it was open. */
export const END_SCRIPT = `
${CLOSE}
local done
if ARGV[2] == 'unsettled' then
  done = leave(ARGV[1])
else
  local detail = close(ARGV[1])
  done = detail and 1 or 0
  if detail and ARGV[2] == 'settled' then
    book(detail, 'settled', ARGV[4] + ARGV[5])
    redis.call('HINCRBY', day, 'input', ARGV[4])
    redis.call('HINCRBY', day, 'output', ARGV[5])
    redis.call('HINCRBY', day, 'calls', 1)
  end
end
if done == 1 then keep(ARGV[3]) end
return done
`;
