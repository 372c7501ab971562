import { PROBE_LEASE_MS, PROBES, SHARE } from './breaker-store.ts';

/** A breaker that nobody asks about for so long is forgotten; while it is used it stays. */
const KEEP_MS = 3_600_000;
const INDEX_KEEP_MS = 86_400_000;
/** Breakers have the names of configured dependencies: this bounds a mistake. */
const MAX_BREAKERS = 256;
const REGISTER_EVERY_MS = 60_000;

/**
 * One step of one breaker, by the clock of Redis. The rules are those of `createBreakerMachine`.
 * KEYS: the breaker (a JSON text; none while nothing is counted), the ZSET of names.
 * ARGV: step, name, channel, failures in a row, reset in ms, confirmation in ms, then by step
 * report: calls that began, failures, ms since the last success began or -1, failures in a row of the process, the longest
 * success in ms or -1, then ms since each failure of the row began;
 * take: the probe's id; end: the probe's id, its opening, its outcome; read: nothing, and nothing is written.
 * Replies state, failures, opened at, opening, reset in ms, 1 when the probe is lent.
 */
export const BREAKER_STEP = `
local step, name, channel = ARGV[1], ARGV[2], ARGV[3]
local most, reset, confirm, lease = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), ${PROBE_LEASE_MS}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local exact = time[1] * 1000 + time[2] / 1000
local stored = redis.call('GET', KEYS[1])
local b = stored and cjson.decode(stored) or { id = 0, opened = 0, reset = 0, successes = 0, row = {}, window = {}, probes = {} }
local before = { isOpen = b.opened > 0, id = b.id, hasRow = #b.row > 0 }
local isLent, isFreed = 0, false

local function addFailure(at)
  b.row[#b.row + 1] = at
  table.sort(b.row)
  if #b.row > most then table.remove(b.row, math.min(2, #b.row)) end
end
local function isRowProven(own)
  local longest, hasOthers = -1, false
  for _, one in ipairs(b.window) do
    longest = math.max(longest, one[4] or -1)
    hasOthers = hasOthers or one[2] > one[3]
  end
  local stands = hasOthers and math.max(confirm, longest < 0 and lease or math.min(lease, 2 * longest)) or confirm
  return #b.row >= most and (own >= most or exact - b.row[1] >= stands)
end
local function open()
  b.id = math.max(b.id + 1, now)
  b.opened, b.reset, b.successes, b.window = now, reset, 0, {}
end
local function close()
  b.opened, b.successes, b.row, b.window, b.ok = 0, 0, {}, {}, nil
end
local function resetIn()
  if b.opened == 0 or now < b.opened then return 0 end
  return math.max(0, b.opened + b.reset - now)
end
local function dropExpired()
  local count = 0
  for id, at in pairs(b.probes) do
    if at <= now or at > now + lease then b.probes[id] = nil else count = count + 1 end
  end
  return count
end
local function isShareReached()
  local calls, failures = 0, 0
  for _, one in ipairs(b.window) do calls, failures = calls + one[2], failures + one[3] end
  return calls >= ${SHARE.minCalls} and failures >= calls * ${SHARE.ofCalls}
end
local function addToWindow(calls, failures, longest)
  if calls == 0 and failures == 0 and longest < 0 then return end
  local second, kept = math.floor(now / 1000), {}
  for _, one in ipairs(b.window) do
    if one[1] > second - ${SHARE.windowSeconds} and one[1] <= second then kept[#kept + 1] = one end
  end
  if #kept == 0 or kept[#kept][1] ~= second then kept[#kept + 1] = { second, 0, 0, -1 } end
  local current = kept[#kept]
  current[2], current[3] = current[2] + calls, current[3] + failures
  current[4] = math.max(current[4] or -1, longest)
  b.window = kept
end

local steps = {}
function steps.report()
  if b.opened > 0 then return end
  local calls, failures, since = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
  local own, longest = tonumber(ARGV[10]), tonumber(ARGV[11])
  addToWindow(calls, failures, longest)
  if since >= 0 then
    local kept = {}
    for _, at in ipairs(b.row) do if at > exact - since then kept[#kept + 1] = at end end
    b.row, b.ok = kept, math.max(b.ok or 0, exact - since)
  end
  local ok = b.ok or 0
  for at = 12, #ARGV do
    local began = exact - tonumber(ARGV[at])
    if began >= ok then addFailure(began) end
  end
  if failures > 0 and (isRowProven(own) or isShareReached()) then open() end
end
function steps.take()
  if b.opened == 0 or resetIn() > 0 or dropExpired() >= ${PROBES} - b.successes then return end
  b.probes[ARGV[7]] = now + lease
  isLent = 1
end
steps['end'] = function()
  isFreed = b.probes[ARGV[7]] ~= nil
  b.probes[ARGV[7]] = nil
  if b.opened == 0 or b.id ~= tonumber(ARGV[8]) then return end
  if ARGV[9] == 'failed' then
    addFailure(exact)
    open()
  elseif ARGV[9] == 'succeeded' then
    b.successes = b.successes + 1
    if b.successes >= ${PROBES} then close() end
  end
end
function steps.read() end
steps[step]()

local function keep()
  if b.opened > 0 or #b.row > 0 or #b.window > 0 or dropExpired() > 0 then
    redis.call('SET', KEYS[1], cjson.encode(b), 'PX', ${KEEP_MS} + b.reset)
  elseif stored then
    redis.call('DEL', KEYS[1])
  end
end
local function register()
  local seen = tonumber(redis.call('ZSCORE', KEYS[2], name) or '0')
  if now - seen < ${REGISTER_EVERY_MS} and now >= seen then return end
  redis.call('ZADD', KEYS[2], now, name)
  redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - ${INDEX_KEEP_MS})
  redis.call('ZREMRANGEBYRANK', KEYS[2], 0, -${MAX_BREAKERS + 1})
  redis.call('PEXPIRE', KEYS[2], ${INDEX_KEEP_MS})
end
if step ~= 'read' then
  keep()
  register()
end

local inMs = resetIn()
local state = b.opened == 0 and 'closed' or inMs > 0 and 'open' or 'half-open'
local reply = { state, #b.row, b.opened, b.id, inMs, isLent }
local isNews = isFreed or before.isOpen ~= (b.opened > 0) or before.id ~= b.id or before.hasRow ~= (#b.row > 0)
if isNews then redis.call('PUBLISH', channel, cjson.encode({ name, reply })) end
return reply
`;
