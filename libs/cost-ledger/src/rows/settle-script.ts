import { BOOK_USER } from '../book-user.ts';

/**
 * KEYS: row marker, day hash, month hash. ARGV: marker seconds, money seconds, user, model, route, hit (0 or 1), asked by
 * a person (0 or 1), then nano-dollars: embedding, vector, saved. Model calls are booked when they end; a row adds what is
 * left, and counts the query. What the fleet asks itself counts under its own name alone. Returns 1 when the row is new.
 */
export const SETTLE_SCRIPT = `
${BOOK_USER}
if not redis.call('SET', KEYS[1], 1, 'NX', 'EX', ARGV[1]) then return 0 end
local day, month = KEYS[2], KEYS[3]
local hit, asked, embedding, vector, saved = ARGV[6], ARGV[7], ARGV[8], ARGV[9], ARGV[10]
local rest = embedding + vector
local function add(field, by) redis.call('HINCRBY', day, field, by) end
add('queries', asked)
add('hits', hit)
add('total', rest)
add('embedding', embedding)
add('vector', vector)
add('saved', saved)
redis.call('HINCRBY', month, 'settled', rest)
local user = bookUser(day, ARGV[3])
local function count(group, by)
  add(group .. ':queries', by)
  add(group .. ':total', rest)
end
count('model:' .. ARGV[4], asked)
count('route:' .. ARGV[5], asked)
for _, group in ipairs({'user:' .. user, 'own:' .. user .. ':model:' .. ARGV[4], 'own:' .. user .. ':route:' .. ARGV[5], useOf(user, ARGV[4], ARGV[5])}) do
  count(group, 1)
end
add('user:' .. user .. ':hits', hit)
add('user:' .. user .. ':saved', saved)
redis.call('EXPIRE', day, ARGV[2])
redis.call('EXPIRE', month, ARGV[2])
return 1
`;
