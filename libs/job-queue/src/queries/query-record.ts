import type { QueryError, QueryResult, QueryStatus } from '@ragfleet/contracts';
import { Fault, LANES, REGIONS } from '@ragfleet/kernel';
import type { CacheEntryName } from '@ragfleet/rag-core';
import { compactText, expandText, type Sealer } from '@ragfleet/sealing';
import { z } from 'zod';
import type { QueryRecord, Settlement, StoredSubmission } from './contract.ts';

export const QUERY_PURPOSE = 'query';

/** A record as Redis holds it. `submission`, `result` and `error` are sealed; everything else is a name or a number. */
const storedQuery = z.object({
  tenant: z.string(),
  id: z.string(),
  principal: z.string(),
  key: z.string(),
  lane: z.enum(LANES),
  /** Of the fleet that accepted it, where that fleet has one. */
  region: z.enum(REGIONS).nullable().default(null),
  /** `admitted` until the job is known to be in its queue; outside it reads `queued`. */
  state: z.enum(['admitted', 'queued', 'running', 'succeeded', 'failed', 'canceled', 'expired']),
  /** The callback's events, so that `settle` knows whether to mark the outbox without opening anything. */
  events: z.string(),
  created: z.coerce.number(),
  deadline: z.coerce.number(),
  /** BullMQ's priority of its job: 0 within the tenant's fair share. */
  priority: z.coerce.number().default(0),
  /** Empty in what is left of a query that is gone, for its idempotency key. */
  submission: z.string(),
  started: z.coerce.number().nullable().default(null),
  finished: z.coerce.number().nullable().default(null),
  attempt: z.coerce.number().default(0),
  /** How often it has given its slot back to wait for the answer of an equal question. */
  parks: z.coerce.number().default(0),
  result: z.string().nullable().default(null),
  error: z.string().nullable().default(null),
  /** Of its cached answer: entry id, blank, space id. */
  entry: z.string().nullable().default(null),
  rating: z.enum(['up', 'down']).nullable().default(null),
  comment: z.string().nullable().default(null),
  /** There when its result was removed after it had ended. */
  purged: z.literal('1').nullable().default(null),
  /** W3C Trace Context of its submission, where its trace is recorded. */
  trace: z.string().nullable().default(null),
});
export type StoredQuery = z.output<typeof storedQuery>;

// The seal proves that nobody but the fleet wrote it, so the shape is trusted and only "an object" is checked.
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
const submissionJson = z.custom<StoredSubmission>(isObject);
const resultJson = z.custom<QueryResult>(isObject);
const errorJson = z.custom<QueryError>(isObject);

const TERMINAL: ReadonlySet<QueryStatus> = new Set(['succeeded', 'failed', 'canceled', 'expired']);

/** True when nothing can change the query any more. */
export const isTerminal = (status: QueryStatus): boolean => TERMINAL.has(status);

/** A flat `[field, value, …]` reply as a stored record; null when there is none. */
export function parseStoredQuery(reply: readonly string[]): StoredQuery | null {
  if (reply.length === 0) return null;
  const fields: Record<string, string> = {};
  for (let at = 0; at + 1 < reply.length; at += 2) fields[reply[at] ?? ''] = reply[at + 1] ?? '';
  return parseQueryFields(fields);
}

/** The same from a hash as ioredis gives it: `{}` when there is none. */
export function parseQueryFields(fields: Readonly<Record<string, string>>): StoredQuery | null {
  if (Object.keys(fields).length === 0) return null;
  const parsed = storedQuery.safeParse(fields);
  if (!parsed.success) throw new Fault('corrupt', 'A stored query is incomplete.', { cause: parsed.error });
  return parsed.data;
}

/** What is left of a submission after its purge. */
export const NOTHING_WRITTEN: StoredSubmission = {
  question: '',
  top_k: 5,
  history: [],
  model: null,
  session_id: null,
  cache: { mode: 'default' },
  metadata: {},
};

export const openQuery = (sealer: Sealer, stored: StoredQuery): QueryRecord =>
  recordOf(
    sealer,
    stored,
    stored.purged !== null && stored.submission === ''
      ? NOTHING_WRITTEN
      : submissionJson.parse(JSON.parse(openText(sealer, stored.tenant, stored.submission))),
  );

/** The same of a submission that is at hand, unsealed. */
export function recordOf(sealer: Sealer, stored: StoredQuery, submission: StoredSubmission): QueryRecord {
  return {
    tenantId: stored.tenant,
    queryId: stored.id,
    principalId: stored.principal,
    keyId: stored.key,
    lane: stored.lane,
    status: stored.state === 'admitted' ? 'queued' : stored.state,
    submission,
    createdAtMs: stored.created,
    startedAtMs: stored.started,
    finishedAtMs: stored.finished,
    deadlineAtMs: stored.deadline,
    attempt: stored.attempt,
    result: stored.result === null ? null : openResult(sealer, stored.tenant, stored.result),
    error:
      stored.error === null
        ? null
        : errorJson.parse(JSON.parse(openText(sealer, stored.tenant, stored.error))),
    isPurged: stored.purged !== null,
    cacheEntry: stored.entry === null ? null : cacheEntryOf(stored.entry),
    traceparent: stored.trace,
    feedback: stored.rating === null ? null : { rating: stored.rating, comment: commentOf(sealer, stored) },
  };
}

/** Fault `corrupt` when it cannot be read. */
export const openResult = (sealer: Sealer, tenantId: string, sealed: string): QueryResult =>
  resultJson.parse(JSON.parse(openText(sealer, tenantId, sealed)));

function cacheEntryOf(stored: string): CacheEntryName {
  const [entryId = '', spaceId = ''] = stored.split(' ');
  return { entryId, spaceId };
}

const commentOf = (sealer: Sealer, { tenant, comment }: StoredQuery): string | null =>
  comment === null ? null : sealer.open(tenant, QUERY_PURPOSE, comment);

export const sealComment = (sealer: Sealer, tenantId: string, comment: string): string =>
  sealer.seal(tenantId, QUERY_PURPOSE, comment);

export const sealSubmission = (sealer: Sealer, tenantId: string, submission: StoredSubmission): string =>
  sealText(sealer, tenantId, JSON.stringify(submission));

/** Deflated first: a day's records are most of what the queue Redis holds, and an answer is a third as long. */
const sealText = (sealer: Sealer, tenantId: string, text: string): string =>
  sealer.sealBytes(tenantId, QUERY_PURPOSE, compactText(text)).toString('base64url');

const openText = (sealer: Sealer, tenantId: string, sealed: string): string =>
  expandText(sealer.openBytes(tenantId, QUERY_PURPOSE, Buffer.from(sealed, 'base64url')));

/** What a settlement writes: sealed texts and the name of an entry, or '' for what it leaves alone. */
export function sealSettlement(
  sealer: Sealer,
  tenantId: string,
  settlement: Settlement,
): { readonly result: string; readonly error: string; readonly entry: string } {
  const seal = (value: unknown): string => sealText(sealer, tenantId, JSON.stringify(value));
  if (settlement.status !== 'succeeded')
    return { result: '', error: settlement.error === null ? '' : seal(settlement.error), entry: '' };
  const { result, cacheEntry = null } = settlement;
  const entry = cacheEntry === null ? '' : `${cacheEntry.entryId} ${cacheEntry.spaceId}`;
  return { result: seal(result), error: '', entry };
}
