import { BOOK_USER } from '../book-user.ts';

/**
 * KEYS: row marker, day hash, month hash. ARGV: marker seconds, money seconds, user, model, route, hit (0 or 1), then
 * nano-dollars: embedding, vector, saved. Model calls are booked when they end; a row adds what is left, and counts the
 * query. Returns 1 when the row is new.
 */
export const SETTLE_SCRIPT = `
${BOOK_USER}
if not redis.call('SET', KEYS[1], 1, 'NX', 'EX', ARGV[1]) then return 0 end
local day, month = KEYS[2], KEYS[3]
local hit, embedding, vector, saved = ARGV[6], ARGV[7], ARGV[8], ARGV[9]
local rest = embedding + vector
local function add(field, by) redis.call('HINCRBY', day, field, by) end
add('queries', 1)
add('hits', hit)
add('total', rest)
add('embedding', embedding)
add('vector', vector)
add('saved', saved)
redis.call('HINCRBY', month, 'settled', rest)
local user = bookUser(day, ARGV[3])
for _, group in ipairs({'user:' .. user, 'model:' .. ARGV[4], 'route:' .. ARGV[5], 'own:' .. user .. ':model:' .. ARGV[4], 'own:' .. user .. ':route:' .. ARGV[5], useOf(user, ARGV[4], ARGV[5])}) do
  add(group .. ':queries', 1)
  add(group .. ':total', rest)
end
add('user:' .. user .. ':hits', hit)
add('user:' .. user .. ':saved', saved)
redis.call('EXPIRE', day, ARGV[2])
redis.call('EXPIRE', month, ARGV[2])
return 1
`;
