/**
 * KEYS: revoked, erased. ARGV: principal, now, most that are revoked without being erased. Returns since when it is revoked, ''
 * where there are too many: who is revoked already always is one of them.
 */
export const REVOKE = `
local sinceMs = redis.call('HGET', KEYS[1], ARGV[1])
if sinceMs then return sinceMs end
if redis.call('HLEN', KEYS[1]) - redis.call('SCARD', KEYS[2]) >= tonumber(ARGV[3]) then return '' end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return ARGV[2]
`;

/** The same of who is erased, with the most of these: from now on they are no longer counted among the others. */
export const REVOKE_ERASED = `
local sinceMs = redis.call('HGET', KEYS[1], ARGV[1])
local hasRoom = redis.call('SCARD', KEYS[2]) < tonumber(ARGV[3])
if not sinceMs and not hasRoom then return '' end
if hasRoom then redis.call('SADD', KEYS[2], ARGV[1]) end
if sinceMs then return sinceMs end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return ARGV[2]
`;

/** KEYS: revoked, erased. ARGV: principal. */
export const RESTORE = `
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('SREM', KEYS[2], ARGV[1])
`;
