import {
  BULL_PREFIX,
  FINISHED_QUERY_TTL_SECONDS,
  IDEMPOTENCY_TTL_SECONDS,
  LIMITS,
  queueKeys,
  queueNameOfLane,
} from '@ragfleet/contracts';
import type { Lane, Region } from '@ragfleet/kernel';
import { defineScript, type Redis, type Script } from '@ragfleet/redis-connection';
import { z } from 'zod';
import type { AdmissionLimits } from '../admission-limits.ts';
import { type CountedStarts, startWindowOf } from '../lane-pace.ts';
import { queryMark } from '../../records/query-mark.ts';
import {
  OVER_RATE,
  RATE_WINDOW_MS,
  type RatedCaller,
  rateKeysOf,
  ratesOf,
  rateWindowEndsMs,
} from './over-rate.ts';
import { TAKE_TURN } from './take-turn.ts';

/** What a query brings to its admission. */
export interface Admission extends RatedCaller {
  readonly principalId: string;
  readonly queryId: string;
  readonly lane: Lane;
  /** The fleet's. */
  readonly region: Region | null;
  readonly nowMs: number;
  readonly deadlineAtMs: number;
  readonly submission: string;
  /** null where its trace is not recorded. */
  readonly traceparent: string | null;
  readonly callbackEvents: string;
  /** `keyDigests`: under every known master key, so that a rotation in between does not accept a question twice. */
  readonly idempotency: { readonly keyDigests: readonly string[]; readonly bodyHash: string } | null;
}

/** What a query finds before it in its lane. */
export interface QueueAhead {
  readonly waiting: number;
  readonly starts: CountedStarts;
}

export type AdmissionReply =
  | { readonly outcome: 'admitted'; readonly priority: number; readonly ahead: QueueAhead | null }
  | { readonly outcome: 'replayed'; readonly stored: readonly string[] }
  | AdmissionRefusal;

export type AdmissionRefusal =
  | { readonly outcome: 'key-reused' }
  | { readonly outcome: 'tenant-full' | 'high-share-full' | 'lane-full' }
  | { readonly outcome: 'rate-limited'; readonly retryAfterMs: number };

const ADMIT = `
local record, ofTenant, ofPrincipal, open, openOfLane = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local turn, deadlines, admitted, rateOfKey, rateOfTenant = KEYS[6], KEYS[7], KEYS[8], KEYS[9], KEYS[10]
local events, waiting, prioritized = KEYS[11], KEYS[12], KEYS[13]
local startsBefore, startsNow, counting = KEYS[14], KEYS[15], KEYS[16]
local firstIdempotency = 17
local q = cjson.decode(ARGV[1])

-- The connection may send the script again after a cut: the second run must find its own record, not a new query.
if redis.call('EXISTS', record) == 1 then
  return {'admitted', redis.call('HGET', record, 'priority')}
end

for at = firstIdempotency, #KEYS do
  local known = redis.call('GET', KEYS[at])
  if known then
    local space = string.find(known, ' ', 1, true)
    if string.sub(known, 1, space - 1) ~= q.bodyHash then return {'key-reused'} end
    -- The two keys that are not declared: only Redis knows which query the idempotency key stands for.
    local first = redis.call('HGETALL', q.recordPrefix .. string.sub(known, space + 1))
    if #first == 0 then first = redis.call('HGETALL', q.leftPrefix .. string.sub(known, space + 1)) end
    if #first > 0 then return {'replayed', first} end
  end
end

${OVER_RATE}
if overRate(rateOfKey, q.rateOfKey, q.windowMs) or overRate(rateOfTenant, q.rateOfTenant, q.windowMs) then
  return {'rate-limited', tostring(q.windowEndsMs - q.nowMs)}
end

-- An entry outlives its deadline only when its settle was lost; the reconciler ends it and it must not count here.
redis.call('ZREMRANGEBYSCORE', open, '-inf', q.nowMs - q.lostAfterMs)
redis.call('ZREMRANGEBYSCORE', openOfLane, '-inf', q.nowMs - q.lostAfterMs)
if redis.call('ZCARD', open) >= q.openPerTenant then return {'tenant-full'} end
local openHere = redis.call('ZCARD', openOfLane) + 1
if openHere > q.openOfLaneMax then return {'high-share-full'} end
local ahead = redis.call('LLEN', waiting)
if ahead + redis.call('ZCARD', prioritized) >= q.laneDepth then return {'lane-full'} end

${TAKE_TURN}

redis.call('HSET', record, 'tenant', q.tenant, 'id', q.id, 'principal', q.principal, 'key', q.key, 'lane', q.lane,
  'state', 'admitted', 'events', q.events, 'created', q.nowMs, 'deadline', q.deadlineMs, 'priority', priority,
  'submission', ARGV[2])
if q.region then redis.call('HSET', record, 'region', q.region) end
if q.trace then redis.call('HSET', record, 'trace', q.trace) end
redis.call('PEXPIREAT', record, q.expiresMs)
redis.call('XADD', events, '*', 't', 'status', 's', 'queued')
redis.call('PEXPIREAT', events, q.expiresMs)
if #KEYS >= firstIdempotency then redis.call('HSET', record, 'replayUntil', q.nowMs + q.idempotencyTtl * 1000) end
for at = firstIdempotency, #KEYS do
  redis.call('SET', KEYS[at], q.bodyHash .. ' ' .. q.id, 'EX', q.idempotencyTtl)
end
for _, list in ipairs({ofTenant, ofPrincipal}) do
  redis.call('ZADD', list, q.nowMs, q.id)
  redis.call('ZREMRANGEBYSCORE', list, '-inf', q.nowMs - q.listTtl * 1000)
  redis.call('ZREMRANGEBYRANK', list, 0, -(q.listMax + 1))
  redis.call('EXPIRE', list, q.listTtl)
end
redis.call('ZADD', open, q.deadlineMs, q.id)
redis.call('ZADD', openOfLane, q.deadlineMs, q.id)
redis.call('ZADD', deadlines, q.deadlineMs, q.mark)
redis.call('ZADD', admitted, q.nowMs, q.mark)
-- BullMQ serves the list first, then the turns; jobs of one turn in the order of their coming.
if priority > 0 then ahead = ahead + redis.call('ZCOUNT', prioritized, '-inf', '(' .. (priority + 1) * 4294967296) end
local starts = redis.call('MGET', startsBefore, startsNow)
return {'admitted', tostring(priority), tostring(ahead), starts[1] or '0', starts[2] or '0'}
`;

/** A query past its deadline by this much counts as lost for the caps. */
const LOST_AFTER_MS = 60_000;
/** Longer than the longest deadline and the retention after it. */
const LIST_TTL_SECONDS = 3 * 86_400;

const reply = z.tuple([z.string()]).rest(z.union([z.string(), z.array(z.string())]));

/** Counts, limits and writes one query in one step; says what stands in the way when something does. */
export function createAdmit(
  redis: Redis,
): (admission: Admission, limits: AdmissionLimits) => Promise<AdmissionReply> {
  // One text for any number of idempotency keys; ioredis wants the number of keys with the name.
  const byKeys = new Map<number, Script>();
  const scriptFor = (keys: number): Script => {
    const script = byKeys.get(keys) ?? defineScript(redis, `rfAdmitQuery${keys}`, keys, ADMIT);
    byKeys.set(keys, script);
    return script;
  };
  return async (admission, limits) => {
    const keys = keysOf(admission);
    const run = scriptFor(keys.length);
    return parseReply(reply.parse(await run(keys, [argumentsOf(admission, limits), admission.submission])));
  };
}

function parseReply([outcome, detail, ...ahead]: z.output<typeof reply>): AdmissionReply {
  switch (outcome) {
    case 'admitted':
      return { outcome, priority: Number(detail), ahead: aheadOf(ahead) };
    case 'replayed':
      return { outcome, stored: Array.isArray(detail) ? detail : [] };
    case 'rate-limited':
      return { outcome, retryAfterMs: Number(detail) };
    case 'key-reused':
    case 'tenant-full':
    case 'high-share-full':
    case 'lane-full':
      return { outcome };
    default:
      throw new TypeError('The admit script answered with an unknown outcome.');
  }
}

/** A script that was sent again finds its record, and no longer what was before it. */
function aheadOf(numbers: readonly unknown[]): QueueAhead | null {
  if (numbers.length === 0) return null;
  const [waiting = 0, before = 0, current = 0] = numbers.map(Number);
  return { waiting, starts: { before, current } };
}

/** Where an idempotency key of somebody leads to its query: one place for each known master key. */
export const idempotencyKeysOf = ({
  tenantId,
  principalId,
  idempotency,
}: Pick<Admission, 'tenantId' | 'principalId' | 'idempotency'>): readonly string[] =>
  (idempotency?.keyDigests ?? []).map((digest) => queueKeys.idempotency(tenantId, principalId, digest));

function keysOf(admission: Admission): string[] {
  const { tenantId, principalId, queryId, lane, nowMs } = admission;
  const queue = `${BULL_PREFIX}:${queueNameOfLane(lane)}`;
  return [
    queueKeys.query(tenantId, queryId),
    queueKeys.queriesOfTenant(tenantId),
    queueKeys.queriesOfPrincipal(tenantId, principalId),
    queueKeys.openQueries(tenantId),
    queueKeys.openQueriesOfLane(tenantId, lane),
    queueKeys.laneTurn(tenantId, lane),
    queueKeys.deadlines,
    queueKeys.admitted,
    ...rateKeysOf(admission, nowMs),
    queueKeys.events(tenantId, queryId),
    `${queue}:wait`,
    `${queue}:prioritized`,
    queueKeys.laneStarts(lane, startWindowOf(nowMs) - 1),
    queueKeys.laneStarts(lane, startWindowOf(nowMs)),
    queueKeys.laneTurns(lane),
    ...idempotencyKeysOf(admission),
  ];
}

function argumentsOf(admission: Admission, limits: AdmissionLimits): string {
  const { tenantId, queryId, lane, nowMs, deadlineAtMs, idempotency } = admission;
  const laneDepth = limits.laneDepth[lane];
  const [rateOfKey, rateOfTenant] = ratesOf(admission, limits);
  return JSON.stringify({
    tenant: tenantId,
    id: queryId,
    mark: queryMark(tenantId, queryId),
    principal: admission.principalId,
    key: admission.keyId,
    lane,
    // Left out where there is none: Lua reads null as a value.
    region: admission.region ?? undefined,
    trace: admission.traceparent ?? undefined,
    events: admission.callbackEvents,
    nowMs,
    deadlineMs: deadlineAtMs,
    expiresMs: deadlineAtMs + 2 * FINISHED_QUERY_TTL_SECONDS * 1_000,
    bodyHash: idempotency?.bodyHash,
    recordPrefix: queueKeys.query(tenantId, ''),
    leftPrefix: queueKeys.idempotency(tenantId, admission.principalId, ''),
    idempotencyTtl: IDEMPOTENCY_TTL_SECONDS,
    windowMs: RATE_WINDOW_MS,
    windowEndsMs: rateWindowEndsMs(nowMs),
    rateOfKey,
    rateOfTenant,
    lostAfterMs: LOST_AFTER_MS,
    openPerTenant: limits.openPerTenant,
    openOfLaneMax: lane === 'high' ? Math.ceil(laneDepth * limits.highShareOfTenant) : limits.openPerTenant,
    laneDepth,
    fairShare: limits.fairShareOfLane,
    listTtl: LIST_TTL_SECONDS,
    listMax: LIMITS.listedQueries,
  });
}
