import { queueKeys } from '@ragfleet/contracts';
import { LANES } from '@ragfleet/kernel';
import { defineScript, type Redis, serverRun } from '@ragfleet/redis-connection';
import { z } from 'zod';
import { createReadChanges, NOTE_RUN } from '../change-sequence.ts';
import { START_WINDOW_MS, startWindowOf } from '../lane-pace.ts';
import { queryMark } from '../../records/query-mark.ts';

const BEGIN = `
local record, changes, admitted, events = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local starts = { high = KEYS[5], normal = KEYS[6], low = KEYS[7] }
local state = redis.call('HGET', record, 'state')
redis.call('ZREM', admitted, ARGV[1])
if not state then redis.call('DEL', events) end
if state ~= 'admitted' and state ~= 'queued' and state ~= 'running' then return {{}, {}, 0} end

local attempt = redis.call('HINCRBY', record, 'attempt', 1)
redis.call('HSET', record, 'state', 'running')
-- The pace of the lane, of which a place in it is made a time.
if redis.call('HSETNX', record, 'started', ARGV[2]) == 1 then
  local ofLane = starts[redis.call('HGET', record, 'lane')]
  if ofLane and redis.call('INCR', ofLane) == 1 then redis.call('PEXPIRE', ofLane, ARGV[3]) end
end
-- Only a run that broke off may have said something. One that waited has not, and says that it runs again.
local startsOver = state == 'running' and 1 or 0
if startsOver == 1 then
  redis.call('XADD', events, '*', 't', 'reset', 'r', attempt)
else
  redis.call('XADD', events, '*', 't', 'status', 's', 'running')
end
redis.call('PUBLISH', events, attempt)
local run = ARGV[4]
${NOTE_RUN}
return {redis.call('HGETALL', record), redis.call('HGETALL', changes), startsOver}
`;

const beginReply = z.tuple([z.array(z.string()), z.array(z.string()), z.number()]);

export interface BeginReply {
  readonly stored: readonly string[];
  readonly changes: readonly string[];
  readonly startsOver: boolean;
}

/** Moves a query to `running` and takes the next attempt; its fields and the tenant's change counters come back flat. */
export function createBegin(
  redis: Redis,
): (tenantId: string, queryId: string, nowMs: number) => Promise<BeginReply> {
  const begin = defineScript(redis, 'rfBeginQuery', 7, BEGIN);
  const readChanges = createReadChanges(redis);
  return async (tenantId, queryId, nowMs) => {
    const keys = [
      queueKeys.query(tenantId, queryId),
      queueKeys.changes(tenantId),
      queueKeys.admitted,
      queueKeys.events(tenantId, queryId),
      ...LANES.map((lane) => queueKeys.laneStarts(lane, startWindowOf(nowMs))),
    ];
    const run = await serverRun(redis);
    const reply = await begin(keys, [queryMark(tenantId, queryId), nowMs, 2 * START_WINDOW_MS, run]);
    const [stored, counted, startsOver] = beginReply.parse(reply);
    // Sent again after a cut, it has read the counters of a run that it was not told of.
    const changes = (await serverRun(redis)) === run ? counted : await readChanges(tenantId);
    return { stored, changes, startsOver: startsOver === 1 };
  };
}
