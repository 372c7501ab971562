import type { QueryJob } from '@ragfleet/contracts';
import { type Clock, Fault, isFault, type Region } from '@ragfleet/kernel';
import {
  type CommandBudget,
  type Redis,
  redisReply,
  startCommandBudget,
  whenReady,
} from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { type AdmissionLimits, limitsOfTenant, type OwnAdmissionLimits } from './admission-limits.ts';
import type { Confirmations } from '../records/confirm-jobs.ts';
import type { AdmitCommand, AdmittedQuery, QueryService, QueuePlace } from './contract.ts';
import type { LaneQueues } from './lane-queues.ts';
import { createMemorySampler } from './memory-watermark.ts';
import { createQueryIds } from './query-id.ts';
import { queryMark } from '../records/query-mark.ts';
import { openQuery, parseStoredQuery, recordOf, sealSubmission, type StoredQuery } from './query-record.ts';
import { placeAt } from './queue-place.ts';
import type { RecentRefusals } from './recent-refusals.ts';
import { createReplayLookup } from './replay-lookup.ts';
import {
  type Admission,
  type AdmissionRefusal,
  type AdmissionReply,
  createAdmit,
  idempotencyKeysOf,
} from './scripts/admit.ts';

export interface SubmitOptions {
  readonly redis: Redis;
  readonly queues: LaneQueues;
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** The fleet's. */
  readonly region: Region | null;
  /** Everybody's. */
  readonly limits: AdmissionLimits;
  readonly limitsOf: (tenantId: string) => Promise<OwnAdmissionLimits | null>;
  readonly refusals: RecentRefusals;
  readonly confirmations: Confirmations;
}

/** Over all Redis calls of one submission. */
const BUDGET_MS = 2_000;
/** A connection that is just being made, at start or after a cut, is worth this wait. */
const CONNECTING_MS = 500;
const RETRY_SOON_MS = 1_000;
const RETRY_LATER_MS = 5_000;

/** Record first, job second; at most two serial round trips. */
export function createSubmit(options: SubmitOptions): QueryService['submit'] {
  const { redis, queues, sealer, clock, region, limits, limitsOf, refusals, confirmations } = options;
  const admit = createAdmit(redis);
  const newQueryId = createQueryIds();
  const memoryUsed = createMemorySampler(redis, clock);
  const isThere = createReplayLookup((keys) => redisReply(redis.mget(keys)));

  const enqueue = async (stored: StoredQuery): Promise<void> => {
    await queues.add(stored.lane, jobOf(stored), stored.priority);
    confirmations.add(queryMark(stored.tenant, stored.id));
  };

  /** A query that was accepted is given back, whatever is refused meanwhile. */
  const mayBeReplay = async (facts: AdmissionFacts, budget: CommandBudget): Promise<boolean> =>
    facts.idempotency !== null && (await budget(() => isThere(idempotencyKeysOf(facts))));

  const askRedis = async (
    command: AdmitCommand,
    facts: AdmissionFacts,
    budget: CommandBudget,
  ): Promise<AdmittedQuery> => {
    const nowMs = clock.nowMs();
    const admission = admissionOf(command, facts, { sealer, region, nowMs, queryId: newQueryId(nowMs) });
    const reply = await budget(() => admit(admission, facts.limits));
    if (isRefusal(reply)) {
      refusals.remember(facts, reply);
      throw refusal(reply);
    }
    const { stored, replayed, place } = readReply(admission, reply);
    if (stored.state === 'admitted') await budget(() => enqueue(stored));
    const record = replayed ? openQuery(sealer, stored) : recordOf(sealer, stored, command.submission);
    return { record, replayed, place };
  };

  return async (command) => {
    if (memoryUsed() >= limits.memoryWatermark)
      throw overloaded('The fleet is nearly out of memory for queries.');
    const budget = startCommandBudget(BUDGET_MS);
    try {
      await whenReady(redis, CONNECTING_MS);
      const own = await budget(() => limitsOf(command.principal.tenantId));
      const facts = factsOf(command, sealer, limitsOfTenant(limits, own));
      const known = refusals.of(facts);
      if (known !== null && !(await mayBeReplay(facts, budget))) throw refusal(known);
      return await askRedis(command, facts, budget);
    } catch (error) {
      throw isFault(error, 'unavailable') ? outcomeUnknown(error) : error;
    }
  };
}

/** What is known of an admission before anything is sealed. */
type AdmissionFacts = Pick<
  Admission,
  'tenantId' | 'principalId' | 'keyId' | 'perSecondOfKey' | 'lane' | 'idempotency'
> & {
  /** The tenant's. */
  readonly limits: AdmissionLimits;
};

function factsOf(
  { principal, lane, bodyHash, idempotencyKey }: AdmitCommand,
  sealer: Sealer,
  limits: AdmissionLimits,
): AdmissionFacts {
  const { tenantId, principalId, keyId, requestsPerSecond: perSecondOfKey = null } = principal;
  const idempotency =
    idempotencyKey === null
      ? null
      : { keyDigests: sealer.digests(tenantId, 'idempotency', idempotencyKey), bodyHash };
  return { tenantId, principalId, keyId, perSecondOfKey, lane, idempotency, limits };
}

function admissionOf(
  { submission, deadlineSeconds, traceparent }: AdmitCommand,
  facts: AdmissionFacts,
  { sealer, ...more }: Pick<Admission, 'nowMs' | 'queryId' | 'region'> & { readonly sealer: Sealer },
): Admission {
  return {
    ...facts,
    ...more,
    traceparent: traceparent ?? null,
    deadlineAtMs: more.nowMs + deadlineSeconds * 1_000,
    submission: sealSubmission(sealer, facts.tenantId, submission),
    callbackEvents: submission.callback?.events.join(',') ?? '',
  };
}

const jobOf = (stored: StoredQuery): QueryJob => ({
  tenantId: stored.tenant,
  queryId: stored.id,
  deadlineAtMs: stored.deadline,
  region: stored.region,
});

type Acceptance = Exclude<AdmissionReply, AdmissionRefusal>;

const isRefusal = (reply: AdmissionReply): reply is AdmissionRefusal =>
  reply.outcome !== 'admitted' && reply.outcome !== 'replayed';

function readReply(
  admission: Admission,
  reply: Acceptance,
): { readonly stored: StoredQuery; readonly replayed: boolean; readonly place: QueuePlace | null } {
  if (reply.outcome === 'admitted') {
    const { ahead } = reply;
    const place = ahead === null ? null : placeAt(ahead.waiting + 1, ahead.starts, admission.nowMs);
    return { stored: storedOf(admission, reply.priority), replayed: false, place };
  }
  const stored = parseStoredQuery(reply.stored);
  if (stored === null) throw new Fault('corrupt', 'A replayed query has no record.');
  return { stored, replayed: true, place: null };
}

function refusal(reply: AdmissionRefusal): Fault {
  switch (reply.outcome) {
    case 'key-reused':
      return new Fault('invalid-input', 'This Idempotency-Key was used with another body. Use a new key.');
    case 'rate-limited':
      return rateLimited('Too many queries at once. Slow down.', reply.retryAfterMs);
    case 'tenant-full':
      return rateLimited('Too many open queries. Wait for some to finish, or cancel some.', RETRY_LATER_MS);
    case 'high-share-full':
      return rateLimited(
        'Your share of the high lane is full. Use the normal lane, or wait.',
        RETRY_LATER_MS,
      );
    case 'lane-full':
      return overloaded('This lane is full. Try again later, or use another lane.');
    default:
      return reply satisfies never;
  }
}

/** The record as the script wrote it, without reading it back. */
const storedOf = (admission: Admission, priority: number): StoredQuery => ({
  tenant: admission.tenantId,
  id: admission.queryId,
  principal: admission.principalId,
  key: admission.keyId,
  lane: admission.lane,
  region: admission.region,
  state: 'admitted',
  events: admission.callbackEvents,
  created: admission.nowMs,
  deadline: admission.deadlineAtMs,
  priority,
  submission: admission.submission,
  started: null,
  finished: null,
  attempt: 0,
  parks: 0,
  result: null,
  error: null,
  entry: null,
  rating: null,
  comment: null,
  purged: null,
  trace: admission.traceparent,
});

const rateLimited = (message: string, retryAfterMs: number): Fault =>
  new Fault('rate-limited', message, { retryAfterMs });

const overloaded = (message: string): Fault =>
  new Fault('overloaded', message, { retryAfterMs: RETRY_LATER_MS });

const outcomeUnknown = (cause: unknown): Fault =>
  new Fault(
    'unavailable',
    'The queue did not answer in time, so whether the query was accepted is unknown. Retry with the same Idempotency-Key: it is then accepted once.',
    { cause, retryAfterMs: RETRY_SOON_MS },
  );
