/**
 * Start-time fair queueing, as a part of ADMIT: sets `priority`, 0 for a job that goes straight to the list. Within its share
 * a tenant's job does. Beyond it, and while earlier ones of its jobs still stand in line, a job takes the turn after the
 * tenant's last one or after the turn being served: jobs of one tenant keep their order, tenants alternate, and nobody saves
 * up turns while away. Uses `turn`, `counting`, `prioritized`, `openHere` and `q` of its script; leaves `served` there.
 */
export const TAKE_TURN = `
local priority = 0
local head = redis.call('ZRANGE', prioritized, 0, 0, 'WITHSCORES')
local served = head[2] and math.floor(tonumber(head[2]) / 4294967296) or nil
-- Turns are counted anew each time that somebody stands in line behind nobody: a turn of an earlier count says nothing.
local count = redis.call('GET', counting) or '0'
local ownCount, ownTurn = string.match(redis.call('GET', turn) or '', '^(%d+) (%d+)$')
local last = served and ownCount == count and tonumber(ownTurn) or 0
if openHere > q.fairShare or (served and last >= served) then
  priority = math.min(math.max(last, (served or 1) - 1) + 1, 2097152)
  if not served then count = redis.call('INCR', counting) end
  redis.call('SET', turn, count .. ' ' .. priority, 'EX', q.listTtl)
end`;
