import { DAY_MS } from '@ragfleet/kernel';
import { cacheKeys } from '@ragfleet/contracts';
import { defineScript, type Redis } from '@ragfleet/redis-connection';
import { z } from 'zod';

/** One person asked one question. Names are digests, days are whole days since 1970. */
export interface PopularityCount {
  readonly tenantId: string;
  readonly access: string;
  readonly question: string;
  readonly person: string;
  /** Of the question and its access. */
  readonly sealed: string;
  readonly nowMs: number;
  /** Binary logarithm of what one person counts for now. */
  readonly weight: number;
}

export interface PopularityBounds {
  readonly accesses: number;
  readonly questionsOfAccess: number;
  readonly peopleOfQuestion: number;
  readonly questionsOfPerson: number;
  readonly keptDays: number;
}

/** The field of a question's hash that is no person. */
export const TEXT_FIELD = 'text';

export const dayOf = (atMs: number): number => Math.floor(atMs / DAY_MS);

// The keys of single questions are named by what the sets hold, so they are not declared: one server holds them all.
const SHARED = `
local a = cjson.decode(ARGV[1])
local function drop(access, question)
  redis.call('DEL', a.questions .. access .. ':' .. question)
  redis.call('ZREM', a.rankings .. access, question)
end
-- A question that nobody else asked goes with the person.
local function leave(person, pair)
  local colon = string.find(pair, ':', 1, true)
  local access, question = string.sub(pair, 1, colon - 1), string.sub(pair, colon + 1)
  local key = a.questions .. access .. ':' .. question
  redis.call('HDEL', key, person)
  if redis.call('HLEN', key) <= 1 then drop(access, question) end
end
`;

const COUNT = `${SHARED}
local accesses, ranking, question, ofPerson = KEYS[1], KEYS[2], KEYS[3], KEYS[4]

local fields = redis.call('HGETALL', question)
local people, first, firstDay = 0, nil, nil
for at = 1, #fields, 2 do
  local name, day = fields[at], tonumber(fields[at + 1])
  if name == '${TEXT_FIELD}' then
    -- not a person
  elseif day <= a.today - a.keptDays then
    redis.call('HDEL', question, name)
  else
    if name == a.person and day >= a.today then return 0 end
    people = people + 1
    if not firstDay or day < firstDay then first, firstDay = name, day end
  end
end
if people >= a.maxPeople and redis.call('HEXISTS', question, a.person) == 0 then
  redis.call('HDEL', question, first)
end
redis.call('HSET', question, '${TEXT_FIELD}', ARGV[2], a.person, a.today)
redis.call('PEXPIRE', question, a.keptMs)

-- Scores are logarithms: the sum of what every person counts for, which doubles each half-life, would overflow in years.
local score = tonumber(redis.call('ZSCORE', ranking, a.question) or '-inf') or -math.huge
local more, less = math.max(score, a.weight), math.min(score, a.weight)
redis.call('ZADD', ranking, more + math.log(1 + 2 ^ (less - more)) / math.log(2), a.question)
redis.call('PEXPIRE', ranking, a.keptMs)
local over = redis.call('ZCARD', ranking) - a.maxQuestions
if over > 0 then
  for _, lowest in ipairs(redis.call('ZRANGE', ranking, 0, over - 1)) do drop(a.access, lowest) end
end

redis.call('ZADD', ofPerson, a.nowMs, a.access .. ':' .. a.question)
-- A trace lives as long again when somebody else asks on its last day.
redis.call('PEXPIRE', ofPerson, 2 * a.keptMs)
local tooMany = redis.call('ZCARD', ofPerson) - a.maxOfPerson
if tooMany > 0 then
  for _, pair in ipairs(redis.call('ZRANGE', ofPerson, 0, tooMany - 1)) do
    redis.call('ZREM', ofPerson, pair)
    leave(a.person, pair)
  end
end

redis.call('ZADD', accesses, a.nowMs, a.access)
redis.call('PEXPIRE', accesses, a.keptMs)
local extra = redis.call('ZCARD', accesses) - a.maxAccesses
if extra > 0 then
  for _, idle in ipairs(redis.call('ZRANGE', accesses, 0, extra - 1)) do
    for _, member in ipairs(redis.call('ZRANGE', a.rankings .. idle, 0, -1)) do drop(idle, member) end
    redis.call('ZREM', accesses, idle)
  end
end
return 1
`;

const FORGET = `${SHARED}
local counted = redis.call('ZRANGE', KEYS[1], 0, -1)
for _, pair in ipairs(counted) do leave(a.person, pair) end
redis.call('DEL', KEYS[1])
return #counted
`;

export interface PopularityScripts {
  count(count: PopularityCount): Promise<void>;
  /** At most as many steps as questions of a person are kept. Returns how many those were. */
  forget(tenantId: string, person: string): Promise<number>;
}

export function createPopularityScripts(redis: Redis, bounds: PopularityBounds): PopularityScripts {
  const count = defineScript(redis, 'rfCountQuestion', 4, COUNT);
  const forget = defineScript(redis, 'rfForgetPerson', 1, FORGET);
  const prefixes = (tenantId: string) => ({
    // Up to the access and the question, which Lua puts behind it.
    questions: cacheKeys.popularQuestion(tenantId, '', '').slice(0, -1),
    rankings: cacheKeys.popularOfAccess(tenantId, ''),
  });
  return {
    count: async ({ tenantId, access, question, person, sealed, nowMs, weight }) => {
      const keys = [
        cacheKeys.popularAccesses(tenantId),
        cacheKeys.popularOfAccess(tenantId, access),
        cacheKeys.popularQuestion(tenantId, access, question),
        cacheKeys.popularOfPerson(tenantId, person),
      ];
      const args = {
        ...prefixes(tenantId),
        access,
        question,
        person,
        nowMs,
        weight,
        today: dayOf(nowMs),
        keptDays: bounds.keptDays,
        keptMs: bounds.keptDays * DAY_MS,
        maxAccesses: bounds.accesses,
        maxQuestions: bounds.questionsOfAccess,
        maxPeople: bounds.peopleOfQuestion,
        maxOfPerson: bounds.questionsOfPerson,
      };
      await count(keys, [JSON.stringify(args), sealed]);
    },
    forget: async (tenantId, person) => {
      const keys = [cacheKeys.popularOfPerson(tenantId, person)];
      return z.int().parse(await forget(keys, [JSON.stringify({ ...prefixes(tenantId), person })]));
    },
  };
}
