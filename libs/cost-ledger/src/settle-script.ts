/**
 * KEYS: row marker, day hash. ARGV: row as JSON, marker seconds, day seconds, user, model, hit (0 or 1), then nano-dollars:
 * total, embedding, input, output, vector, saved. Returns 1 when the row is new.
 */
export const SETTLE_SCRIPT = `
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'EX', ARGV[2]) then return 0 end
local day = KEYS[2]
local function add(field, by) redis.call('HINCRBY', day, field, by) end
add('queries', 1)
add('hits', ARGV[6])
add('total', ARGV[7])
add('embedding', ARGV[8])
add('input', ARGV[9])
add('output', ARGV[10])
add('vector', ARGV[11])
add('saved', ARGV[12])
local user = ARGV[4]
-- A day's hash stays bounded however many users there are; the surplus is counted together.
if redis.call('HLEN', day) > 40000 and redis.call('HEXISTS', day, 'user:' .. user .. ':queries') == 0 then user = '(others)' end
for _, group in ipairs({'user:' .. user, 'model:' .. ARGV[5], 'own:' .. user .. ':model:' .. ARGV[5]}) do
  add(group .. ':queries', 1)
  add(group .. ':total', ARGV[7])
end
add('user:' .. user .. ':hits', ARGV[6])
add('user:' .. user .. ':saved', ARGV[12])
redis.call('EXPIRE', day, ARGV[3])
return 1
`;
