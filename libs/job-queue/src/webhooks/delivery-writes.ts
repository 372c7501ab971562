import { queueKeys } from '@ragfleet/contracts';
import type { Clock } from '@ragfleet/kernel';
import { defineScript, type Redis, type ScriptArgument } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { DeliveryAttempt, DeliveryRecord, NewDelivery } from './contract.ts';
import { queryMark } from '../records/query-mark.ts';
import { type BodyChange, sealBody } from './delivery-body.ts';
import { DELIVERY_PURPOSE, deliveryIdsOf } from './delivery-record.ts';
import { APPEND_ATTEMPT, CREATE, DELIVER, FINISH, REMOVE, REOPEN } from './delivery-scripts.ts';

// Longer than the schedule with every Retry-After at its cap.
const PENDING_TTL_SECONDS = 30 * 86_400;
const FINISHED_TTL_SECONDS = 7 * 86_400;
/** By then whoever read that a job had failed has acted on it. */
const REOPENED_MS = 60_000;
/** Longer than anybody is in the middle of making a delivery. */
const REMOVED_TTL_SECONDS = 3_600;
const MAX_INDEXED = 100_000;
/** Of dead letters, from their creation on: the last end of one that nobody had sent again. */
const DEAD_LISTED_SECONDS = PENDING_TTL_SECONDS + FINISHED_TTL_SECONDS;
const MAX_ATTEMPTS_KEPT = 32;
/** A success of an endpoint that did well so shortly before is no news. */
const FRESH_MS = 1_000;
const EVENTS_OF_SUBJECT = deliveryIdsOf('').length;

type RecordName = Pick<DeliveryRecord, 'tenantId' | 'deliveryId'>;

export interface Arrival {
  readonly endpointId: string;
  readonly attempt: DeliveryAttempt;
  /** What is kept of the bytes from now on; null leaves them. */
  readonly body: BodyChange | null;
}

/** Every write is one script, so that two workers agree on what came first. */
export interface DeliveryWrites {
  /** True when the record that is kept now is still to be delivered. */
  create(delivery: NewDelivery, body: Buffer): Promise<boolean>;
  appendAttempt(record: RecordName, attempt: DeliveryAttempt): Promise<void>;
  /**
   * Ends it with the attempt that arrived. One that was finished before gets the attempt alone. True when this is news of its
   * endpoint: it was not known to do well, or not of late.
   */
  deliver(record: RecordName, arrival: Arrival): Promise<boolean>;
  /** By who ran it. False, and nothing changes, when it was finished before or is gone. */
  deadLetter(record: RecordName, reason: string): Promise<boolean>;
  /** The same by who found its job failed. False as well when it was opened anew a moment ago: then that was the job before. */
  finish(record: RecordName, status: 'dead', reason: string): Promise<boolean>;
  reopen(record: RecordName): Promise<void>;
  /** What is removed is not made again, although somebody may just be about to. */
  removeSubject(tenantId: string, subjectId: string): Promise<void>;
}

export function createDeliveryWrites(redis: Redis, sealer: Sealer, clock: Clock): DeliveryWrites {
  const create = defineScript(redis, 'rfDeliveryCreate', 2, CREATE);
  const append = defineScript(redis, 'rfDeliveryAttempt', 1, APPEND_ATTEMPT);
  const finish = defineScript(redis, 'rfDeliveryFinish', 4, FINISH);
  const deliver = defineScript(redis, 'rfDeliver', 5, DELIVER);
  const remove = defineScript(redis, 'rfDeliveryRemove', 2 + EVENTS_OF_SUBJECT, REMOVE);
  const reopen = defineScript(redis, 'rfDeliveryReopen', 2, REOPEN);
  const finishOne = async (record: RecordName, end: Omit<End, 'nowMs'>): Promise<boolean> => {
    const { keys, facts } = endOf(record, { ...end, nowMs: clock.nowMs() });
    return (await finish(keys, facts)) === 1;
  };
  return {
    create: async (delivery, body) => {
      const { tenantId, deliveryId } = delivery;
      const keys = [queueKeys.delivery(tenantId, deliveryId), queueKeys.deliveries(tenantId)];
      return (await create(keys, creationOf(sealer, { delivery, body, nowMs: clock.nowMs() }))) === 'pending';
    },
    appendAttempt: async (record, attempt) => {
      await append([keyOf(record)], attemptArguments(attempt));
    },
    deliver: async (record, { endpointId, attempt, body }) => {
      const end = endOf(record, { status: 'delivered', reason: '', openSinceMs: 0, nowMs: clock.nowMs() });
      const keys = [...end.keys, queueKeys.endpoints(record.tenantId)];
      const bodies = [body?.before ?? '', body?.after ?? ''];
      const facts = [...end.facts, ...attemptArguments(attempt), endpointId, FRESH_MS, ...bodies];
      return (await deliver(keys, facts)) === 1;
    },
    deadLetter: (record, reason) => finishOne(record, { status: 'dead', reason, openSinceMs: 0 }),
    finish: (record, status, reason) => finishOne(record, { status, reason, openSinceMs: REOPENED_MS }),
    reopen: async (record) => {
      const keys = [keyOf(record), queueKeys.deadDeliveries(record.tenantId)];
      await reopen(keys, [PENDING_TTL_SECONDS, clock.nowMs(), record.deliveryId]);
    },
    removeSubject: async (tenantId, subjectId) => {
      const ids = deliveryIdsOf(subjectId);
      const lists = [queueKeys.deliveries(tenantId), queueKeys.deadDeliveries(tenantId)];
      const keys = [...lists, ...ids.map((id) => queueKeys.delivery(tenantId, id))];
      await remove(keys, [REMOVED_TTL_SECONDS, ...ids]);
    },
  };
}

/** How a delivery ends. `openSinceMs`: how long ago it must have been opened anew, 0 for any time. */
interface End {
  readonly status: 'delivered' | 'dead';
  readonly reason: string;
  readonly openSinceMs: number;
  readonly nowMs: number;
}

interface ScriptCall {
  readonly keys: readonly string[];
  readonly facts: readonly ScriptArgument[];
}

/** What both scripts that end a delivery take first. */
function endOf({ tenantId, deliveryId }: RecordName, end: End): ScriptCall {
  const { status, reason, openSinceMs, nowMs } = end;
  return {
    keys: [
      queueKeys.delivery(tenantId, deliveryId),
      queueKeys.tenant(tenantId),
      queueKeys.deadDeliveries(tenantId),
      status === 'dead' ? queueKeys.deadWebhooks : queueKeys.deliveredWebhooks,
    ],
    facts: [
      status,
      nowMs,
      reason,
      FINISHED_TTL_SECONDS,
      openSinceMs,
      deliveryId,
      MAX_INDEXED,
      DEAD_LISTED_SECONDS,
      queryMark(tenantId, deliveryId),
    ],
  };
}

const attemptArguments = (attempt: DeliveryAttempt): ScriptArgument[] => [
  JSON.stringify(attempt),
  MAX_ATTEMPTS_KEPT,
];

const keyOf = (record: RecordName): string => queueKeys.delivery(record.tenantId, record.deliveryId);

export interface CreatedDelivery {
  readonly delivery: NewDelivery;
  readonly body: Buffer;
  readonly nowMs: number;
}

/** What `createDelivery` takes: names and times, and sealed what is nobody else's. */
export function creationOf(sealer: Sealer, { delivery, body, nowMs }: CreatedDelivery): ScriptArgument[] {
  const { tenantId, deliveryId, subjectId, principalId, keyId, event, url, traceparent } = delivery;
  const fields = {
    subjectId,
    principalId,
    keyId: keyId ?? '',
    event,
    url: sealer.seal(tenantId, DELIVERY_PURPOSE, url),
    body: sealBody(sealer, tenantId, body),
    status: 'pending',
    createdAtMs: nowMs,
    finishedAtMs: '',
    reason: '',
    attempts: '[]',
    ...(typeof traceparent === 'string' && { traceparent }),
  };
  const limits = [deliveryId, nowMs, PENDING_TTL_SECONDS, MAX_INDEXED, FINISHED_TTL_SECONDS];
  return [...limits, ...Object.entries(fields).flat()];
}
