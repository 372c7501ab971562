import { queueKeys } from '@ragfleet/contracts';
import type { ChangeCounters, ChangeSequence } from '@ragfleet/rag-core';
import { defineScript, type Redis, serverRun } from '@ragfleet/redis-connection';
import { z } from 'zod';

/**
 * Set by whoever first reads or moves a counter, and anew by whoever first reads them from another run of the server: one
 * that was emptied, restored or lost its last writes never shows an old state again.
 */
const EPOCH = '*epoch';
/** The runs of the server under which the epoch holds. More than one: behind some proxies several servers answer in turns. */
const RUNS = '*runs';
const MAX_RUNS_CHARACTERS = 8 * ' 0123456789abcdef'.length;
/** No namespace begins with a star. */
const EVERYTHING = '*evict';
const OF_NAMESPACE = `${EVERYTHING}:`;
/** Names given to `evict`, which need not be of any document. */
const MAX_EVICTED_NAMESPACES = 1_000;
/** Counts for every namespace that has no counter of its own. */
const OTHERS = '*others';
/** A tenant may have a namespace for each of its customers, and every query that is picked up reads them all. */
const MAX_FIELDS = MAX_EVICTED_NAMESPACES + 1_000;

/** Part of every script that moves a counter of the hash, here called `changes`. */
const KEEP_EPOCH = `
if redis.call('HEXISTS', changes, '${EPOCH}') == 0 then
  local began = redis.call('TIME')
  redis.call('HSET', changes, '${EPOCH}', string.format('%.0f', began[1] * 1000000 + began[2]))
end
`;

/** Part of every script that reads the hash; `run` is what `serverRun` says, and empty where that is not known. */
export const NOTE_RUN = `
local noted = redis.call('HGET', changes, '${RUNS}') or ''
if run ~= '' and not string.find(noted, run, 1, true) then
  redis.call('HSET', changes, '${RUNS}', string.sub(noted .. ' ' .. run, -${MAX_RUNS_CHARACTERS}))
  redis.call('HDEL', changes, '${EPOCH}')
end
${KEEP_EPOCH}
`;

const CURRENT = `
local changes, run = KEYS[1], ARGV[1]
${NOTE_RUN}
return redis.call('HGETALL', changes)
`;

// Counters never fall behind the clock: after a loss of the last second of writes, a new count must not repeat one
// under which a cached answer was checked.
const MOVE = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local function move(field)
  local last = tonumber(redis.call('HGET', changes, field) or '0')
  redis.call('HSET', changes, field, string.format('%.0f', math.max(last + 1, now)))
end
`;

// Too many are counted together from then on: who finds none of a name finds that one, which has just moved for all.
const ADVANCE = `
local changes, most = KEYS[1], tonumber(ARGV[1])
${KEEP_EPOCH}
${MOVE}
for at = 2, #ARGV do move(ARGV[at]) end
if redis.call('HLEN', changes) > most then
  for _, name in ipairs(redis.call('HKEYS', changes)) do
    if string.sub(name, 1, 1) ~= '*' then redis.call('HDEL', changes, name) end
  end
  move('${OTHERS}')
end
return 1
`;

// A name too many evicts everything. That includes what the names stood for, so they can go.
const EVICT = `
local changes, field, prefix, most = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3])
${KEEP_EPOCH}
${MOVE}
if field ~= '${EVERYTHING}' and redis.call('HEXISTS', changes, field) == 0 then
  local named = {}
  for _, name in ipairs(redis.call('HKEYS', changes)) do
    if string.sub(name, 1, #prefix) == prefix then named[#named + 1] = name end
  end
  if #named >= most then field = '${EVERYTHING}' end
  for at = 1, field == '${EVERYTHING}' and #named or 0 do redis.call('HDEL', changes, named[at]) end
end
move(field)
return 1
`;

const flatReply = z.array(z.string());

/** The counters in a flat reply of HGETALL. */
export function changeCounters(flat: readonly string[]): ChangeCounters {
  const counters: Record<string, string> = {};
  for (let at = 0; at + 1 < flat.length; at += 2) {
    const [name = '', count = ''] = flat.slice(at, at + 2);
    if (name !== RUNS) counters[name] = count;
  }
  return counters;
}

/** Reads the hash of a tenant's counters, flat. */
export function createReadChanges(redis: Redis): (tenantId: string) => Promise<readonly string[]> {
  const current = defineScript(redis, 'rfCurrentChanges', 1, CURRENT);
  return async (tenantId) => {
    for (;;) {
      const run = await serverRun(redis);
      const changes = flatReply.parse(await current([queueKeys.changes(tenantId)], [run]));
      // What a connection sent again after a cut was read from a run that the script was not told of.
      if ((await serverRun(redis)) === run) return changes;
    }
  };
}

/**
 * Per tenant on the queue Redis, in one hash of bounded size: a field for each namespace whose documents changed, `*others`
 * for those that have none, `*evict` and `*evict:<namespace>` for what was evicted, `*epoch` and the `*runs` that it holds for.
 * `redis`: a fail-fast connection that the caller closes.
 */
export function createChangeSequence({ redis }: { readonly redis: Redis }): ChangeSequence {
  const readChanges = createReadChanges(redis);
  const advance = defineScript(redis, 'rfAdvanceChanges', 1, ADVANCE);
  const evict = defineScript(redis, 'rfEvictAnswers', 1, EVICT);
  return {
    current: async (tenantId) => changeCounters(await readChanges(tenantId)),
    advance: async (tenantId, namespaces) => {
      if (namespaces.length > 0) await advance([queueKeys.changes(tenantId)], [MAX_FIELDS, ...namespaces]);
    },
    evict: async (tenantId, namespace) => {
      const field = namespace === null ? EVERYTHING : OF_NAMESPACE + namespace;
      await evict([queueKeys.changes(tenantId)], [field, OF_NAMESPACE, MAX_EVICTED_NAMESPACES]);
    },
  };
}
