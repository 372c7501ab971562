import { FINISHED_QUERY_TTL_SECONDS, FINISHED_STREAM_TTL_SECONDS, queueKeys } from '@ragfleet/contracts';
import { LANES } from '@ragfleet/kernel';
import { defineScript, type Redis, type ScriptArgument } from '@ragfleet/redis-connection';
import { z } from 'zod';
import { CREATE_DELIVERY } from '../../webhooks/delivery-scripts.ts';
import { deliveryIdOf } from '../contract.ts';
import { queryMark } from '../../records/query-mark.ts';

/** What a query ends with. Sealed texts, and the name of a cache entry; '' leaves a field alone. */
export interface SettleCommand {
  readonly tenantId: string;
  readonly queryId: string;
  readonly status: 'succeeded' | 'failed' | 'canceled' | 'expired';
  readonly nowMs: number;
  readonly result: string;
  readonly error: string;
  readonly submission: string;
  readonly entry: string;
  /** What `createDelivery` takes, by who then adds its job; none leaves the webhook to the outbox. */
  readonly delivery: readonly ScriptArgument[];
}

/** Who kept a delivery with the end of its query has added its job by then: longer than a busy process needs. */
const HAND_OVER_MS = 2_000;

/** `settled` by this call, `gone` when there is no record, else the terminal state that somebody else wrote first. */
const settleReply = z.enum(['settled', 'gone', 'succeeded', 'failed', 'canceled', 'expired']);
export type SettleReply = z.output<typeof settleReply>;

/** Of a query that its tenant keeps for a shorter time than its idempotency key holds. */
const LEFT_FIELDS =
  "'tenant', 'id', 'principal', 'key', 'lane', 'region', 'state', 'created', 'deadline', 'started', 'finished', 'attempt'";

const SETTLE = `
${CREATE_DELIVERY}
local record, open, deadlines, admitted, outbox, events = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local finished, tenant = KEYS[10], KEYS[11]
local q = cjson.decode(ARGV[1])

-- An idempotency key that outlives its query must still lead to it: to names and times, and to nothing that was written.
local function keepForReplays(record, kept)
  local untilMs = tonumber(redis.call('HGET', record, 'replayUntil'))
  if not untilMs or q.nowMs + kept * 1000 >= untilMs then return end
  -- The one key that is not declared: only the record knows whose it is.
  local left = q.idempotencyPrefix .. redis.call('HGET', record, 'principal') .. ':' .. q.id
  for _, field in ipairs({${LEFT_FIELDS}}) do
    local value = redis.call('HGET', record, field)
    if value then redis.call('HSET', left, field, value) end
  end
  redis.call('HSET', left, 'events', '', 'submission', '', 'purged', '1')
  redis.call('PEXPIREAT', left, untilMs)
end

for lane = 7, 9 do redis.call('ZREM', KEYS[lane], q.id) end
redis.call('ZREM', open, q.id)
redis.call('ZREM', deadlines, q.mark)
redis.call('ZREM', admitted, q.mark)

local state = redis.call('HGET', record, 'state')
if not state then
  redis.call('DEL', events)
  return 'gone'
end
if state == 'succeeded' or state == 'failed' or state == 'canceled' or state == 'expired' then return state end

redis.call('HSET', record, 'state', q.status, 'finished', q.nowMs)
if ARGV[2] ~= '' then redis.call('HSET', record, 'result', ARGV[2]) end
if ARGV[3] ~= '' then redis.call('HSET', record, 'error', ARGV[3]) end
if ARGV[4] ~= '' then redis.call('HSET', record, 'submission', ARGV[4]) end
if ARGV[5] ~= '' then redis.call('HSET', record, 'entry', ARGV[5]) end
-- A tenant may have its own kept for a shorter time.
local kept = math.min(q.ttl, tonumber(redis.call('HGET', tenant, 'keptSeconds')) or q.ttl)
redis.call('EXPIRE', record, kept)
keepForReplays(record, kept)
redis.call('XADD', finished, 'MINID', '~', q.nowMs - q.ttl * 1000, '*', 'm', q.mark)

local wanted = ',' .. redis.call('HGET', record, 'events') .. ','
if string.find(wanted, ',query.' .. q.status .. ',', 1, true) then
  -- Its place in the outbox is kept in any case, and taken up at once where nobody hands it over.
  if ARGV[6] then
    createDelivery(KEYS[12], KEYS[13], 6)
    redis.call('ZADD', outbox, q.nowMs + q.handOverMs, q.mark)
  else
    -- Its webhook is made of the record: until then it stays, whatever its tenant wants.
    redis.call('EXPIRE', record, q.ttl)
    redis.call('ZADD', outbox, q.nowMs, q.mark)
    redis.call('PUBLISH', q.outboxChannel, q.mark)
  end
end

redis.call('XADD', events, '*', 't', 'done')
redis.call('EXPIRE', events, math.min(kept, q.streamTtl))
redis.call('PUBLISH', events, 'done')
redis.call('PUBLISH', q.settledChannel, q.id)
if q.status == 'canceled' or q.status == 'expired' then redis.call('PUBLISH', q.cancelChannel, q.id) end
return 'settled'
`;

/** Ends a query once: state, result, outbox mark, open sets, `done` and the notices, all or nothing. First writer wins. */
export function createSettle(redis: Redis): (command: SettleCommand) => Promise<SettleReply> {
  const run = defineScript(redis, 'rfSettleQuery', 13, SETTLE);
  return async (command) => {
    const { tenantId, queryId, status, nowMs } = command;
    const names = JSON.stringify({
      id: queryId,
      mark: queryMark(tenantId, queryId),
      status,
      nowMs,
      ttl: FINISHED_QUERY_TTL_SECONDS,
      idempotencyPrefix: queueKeys.idempotency(tenantId, '', '').slice(0, -1),
      streamTtl: FINISHED_STREAM_TTL_SECONDS,
      settledChannel: queueKeys.settledChannel,
      cancelChannel: queueKeys.cancelChannel,
      outboxChannel: queueKeys.outboxChannel,
      handOverMs: HAND_OVER_MS,
    });
    const { result, error, submission, entry, delivery } = command;
    const written = [names, result, error, submission, entry, ...delivery];
    return settleReply.parse(await run(keysOf(command), written));
  };
}

const keysOf = ({ tenantId, queryId, status }: SettleCommand): string[] => [
  queueKeys.query(tenantId, queryId),
  queueKeys.openQueries(tenantId),
  queueKeys.deadlines,
  queueKeys.admitted,
  queueKeys.outbox,
  queueKeys.events(tenantId, queryId),
  ...LANES.map((lane) => queueKeys.openQueriesOfLane(tenantId, lane)),
  queueKeys.finished,
  queueKeys.tenant(tenantId),
  queueKeys.delivery(tenantId, deliveryIdOf(queryId, `query.${status}`)),
  queueKeys.deliveries(tenantId),
];
