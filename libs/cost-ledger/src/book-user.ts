/**
 * Lua: `useOf(user, model, route)` names the counters of all three together, which a usage export needs; `bookUser(day, user)` is the user under whom a day's hash counts. It stays bounded however many users there are:
 * the surplus is counted together.
 */
export const BOOK_USER = `
local function bookUser(day, user)
  if redis.call('HLEN', day) > 40000 and redis.call('HEXISTS', day, 'user:' .. user .. ':total') == 0 then return '(others)' end
  return user
end
local function useOf(user, model, route) return 'own:' .. user .. ':use:' .. cjson.encode({model, route}) end
`;
