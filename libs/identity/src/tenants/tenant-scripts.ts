/** More than this would make listing them unbounded. */
export const MAX_TENANTS = 10_000;
/** The field of a tenant's hash that holds its record. */
export const FIELD = 'record';
/** Another one, while the tenant's first key is still to be made: whose it is to make it. */
export const FIRST_KEY_FIELD = 'firstKey';

/** Another field, so that whoever settles a query need not read the record. */
const KEEP = (seconds: string): string => `
if ${seconds} == '' then redis.call('HDEL', KEYS[1], 'keptSeconds') else redis.call('HSET', KEYS[1], 'keptSeconds', ${seconds}) end`;

/**
 * KEYS: tenant, tenants, deleted tenants, deletions. ARGV: record, id, creation time, most tenants, seconds that finished queries are kept ('': the fleet's), claim to the
 * first key ('': none), since when an older claim holds. The record that is there is indexed again: an older release may have
 * died between the two. `claimed`: it was there without its first key, which is now the caller's to make. Sent twice after a cut
 * connection, it finds its own claim.
 */
export const ADD = `
local isNew = redis.call('HEXISTS', KEYS[1], '${FIELD}') == 0
if isNew and redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[4]) then return 'full' end
redis.call('HSETNX', KEYS[1], '${FIELD}', ARGV[1])
if isNew then ${KEEP('ARGV[5]')} end
if isNew and ARGV[6] ~= '' then redis.call('HSET', KEYS[1], '${FIRST_KEY_FIELD}', ARGV[6]) end
redis.call('ZADD', KEYS[2], 'NX', ARGV[3], ARGV[2])
redis.call('ZREM', KEYS[3], ARGV[2])
if isNew then return 'added' end
local claim = redis.call('HGET', KEYS[1], '${FIRST_KEY_FIELD}')
if not claim or ARGV[6] == '' or redis.call('ZSCORE', KEYS[4], ARGV[2]) then return 'there' end
if claim ~= ARGV[6] and tonumber(string.match(claim, '^%d+')) > tonumber(ARGV[7]) then return 'there' end
redis.call('HSET', KEYS[1], '${FIRST_KEY_FIELD}', ARGV[6])
return 'claimed'
`;

/** KEYS: tenant, deletions. ARGV: record before and after, id, and since when it is being deleted, '' when it is not, and seconds as in ADD. */
export const REPLACE = `
if redis.call('HGET', KEYS[1], '${FIELD}') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], '${FIELD}', ARGV[2])
${KEEP('ARGV[5]')}
if ARGV[4] ~= '' then redis.call('ZADD', KEYS[2], 'NX', ARGV[4], ARGV[3]) end
return 1
`;

/**
 * KEYS: tenant, its keys, tenants, deletions, deleted tenants. ARGV: id, now, most deleted tenants. Returns 0 while there is a
 * key. Sent twice after a cut connection, it must not take the next tenant of that name.
 */
export const FINISH = `
if not redis.call('ZSCORE', KEYS[4], ARGV[1]) then return 1 end
if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
redis.call('UNLINK', KEYS[1])
redis.call('ZREM', KEYS[3], ARGV[1])
redis.call('ZREM', KEYS[4], ARGV[1])
redis.call('ZADD', KEYS[5], ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYRANK', KEYS[5], 0, -1 - tonumber(ARGV[3]))
return 1
`;

/** KEYS: deletions. ARGV: now, until when it is taken. Returns the id whose turn has come for longest, and nobody else gets it till then. */
export const CLAIM = `
local due = redis.call('ZRANGE', KEYS[1], '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, 1)
if not due[1] then return '' end
redis.call('ZADD', KEYS[1], 'XX', ARGV[2], due[1])
return due[1]
`;
