import type { QueryResource } from '@ragfleet/contracts';
import type { QueryRecord, QueuePlace } from './contract.ts';

export interface QueryResourceContext {
  /** null while it does not wait, or where nobody asks. */
  readonly place: QueuePlace | null;
  /** Where the fleet is reached from outside, without a trailing slash; null renders paths. */
  readonly publicUrl: string | null;
}

/** The record in the words of the HTTP contract. */
export function toQueryResource(
  record: QueryRecord,
  { place, publicUrl }: QueryResourceContext,
): QueryResource {
  const self = `${publicUrl ?? ''}/v1/queries/${record.queryId}`;
  return {
    id: record.queryId,
    object: 'query',
    status: record.status,
    priority: record.lane,
    question: record.submission.question,
    created_at: timestamp(record.createdAtMs),
    started_at: optionalTimestamp(record.startedAtMs),
    finished_at: optionalTimestamp(record.finishedAtMs),
    deadline_at: timestamp(record.deadlineAtMs),
    queue_position: place?.position ?? null,
    estimated_start_at: optionalTimestamp(place?.estimatedStartAtMs ?? null),
    result: record.result,
    error: record.error,
    ...(record.isPurged && { purged: true }),
    ...traceOf(record),
    metadata: record.submission.metadata,
    urls: { self, events: `${self}/events`, cancel: `${self}/cancel` },
  };
}

/** Of a traceparent, which is version, trace id, span id and flags. */
function traceOf({ traceparent }: QueryRecord): Pick<QueryResource, 'trace_id'> {
  const [, traceId] = traceparent?.split('-') ?? [];
  return traceId === undefined ? {} : { trace_id: traceId };
}

const timestamp = (atMs: number): string => new Date(atMs).toISOString();
const optionalTimestamp = (atMs: number | null): string | null => (atMs === null ? null : timestamp(atMs));
