/**
 * KEYS: record, open erasures of the tenant, erasures of the fleet. ARGV: now, kind, subject (sealed), id, mark, most open.
 * One that runs is asked for anew: what came since is looked for as well.
 */
export const BEGIN = `
if redis.call('HGET', KEYS[1], 'status') == 'running' then
  redis.call('HSET', KEYS[1], 'asked', ARGV[1])
  redis.call('ZADD', KEYS[3], 'NX', ARGV[1], ARGV[5])
  return 'running'
end
if redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[6]) then return 'full' end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'kind', ARGV[2], 'subject', ARGV[3], 'status', 'running', 'created', ARGV[1], 'asked', ARGV[1])
redis.call('ZADD', KEYS[2], ARGV[1], ARGV[4])
redis.call('ZADD', KEYS[3], ARGV[1], ARGV[5])
return 'begun'
`;

/** KEYS: record. ARGV: count and number, alternating. A record that is gone stays gone. */
export const COUNT = `
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
for at = 1, #ARGV, 2 do redis.call('HINCRBY', KEYS[1], ARGV[at], ARGV[at + 1]) end
return 1
`;

/** KEYS as in BEGIN. ARGV: when it was asked for, now, id, mark, seconds to keep it. */
export const FINISH = `
local asked = redis.call('HGET', KEYS[1], 'asked')
if asked and asked ~= ARGV[1] then return 0 end
redis.call('ZREM', KEYS[2], ARGV[3])
redis.call('ZREM', KEYS[3], ARGV[4])
if asked then
  redis.call('HSET', KEYS[1], 'status', 'finished', 'finished', ARGV[2])
  redis.call('EXPIRE', KEYS[1], ARGV[5])
end
return 1
`;

/** KEYS: erasures of the fleet. ARGV: now, until when it is taken. */
export const CLAIM = `
local due = redis.call('ZRANGE', KEYS[1], '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, 1)
if not due[1] then return '' end
redis.call('ZADD', KEYS[1], 'XX', ARGV[2], due[1])
return due[1]
`;
