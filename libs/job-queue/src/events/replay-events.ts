import { LEVELS } from '@ragfleet/rag-core';
import type { QueryRecord } from '../queries/contract.ts';
import type { StreamEvent } from './contract.ts';

export interface ReplayedQuery {
  readonly record: QueryRecord;
  /** The resource, for `done`. */
  readonly resource: StreamEvent['data'];
  /** The last id that the reader has. */
  readonly afterId: string;
}

/** Redis gives no id of the first millisecond of 1970: these are never a stream's. */
const REPLAYED_MS = '0';
/** A worker numbers the runs of its attempt n from (n - 1) * 100 + 1. */
const RUNS_PER_ATTEMPT = 100;

/**
 * The events of an ended query whose stream is gone, from its record: its states, the whole answer as one token, its
 * citations, `done`; of an answer at a level that does not stream, its states and `done`. They have the same ids every time, so that a reader takes them up where it broke off. One that has
 * heard a part of the stream itself is told first to discard it.
 */
export function replayEvents({ record, resource, afterId }: ReplayedQuery): StreamEvent[] {
  const [timeMs, heard = '0'] = afterId.split('-');
  const events = eventsOf(record, resource).map((event, at) => ({ id: idOf(at + 1), ...event }));
  if (timeMs !== REPLAYED_MS) return [{ id: idOf(0), ...reset(record) }, ...events];
  // A purge in between leaves fewer; `done` is never missing.
  return events.slice(Math.min(Number(heard), events.length - 1));
}

const idOf = (number: number): string => `${REPLAYED_MS}-${number}`;

type ReplayedEvent = Omit<StreamEvent, 'id'>;

function eventsOf(
  { startedAtMs, result, attempt }: QueryRecord,
  resource: StreamEvent['data'],
): ReplayedEvent[] {
  const states = startedAtMs === null ? ['queued'] : ['queued', 'running'];
  return [
    ...states.map((status): ReplayedEvent => ({ type: 'status', data: { status } })),
    ...(result === null ? [] : answerEvents(result, attempt)),
    { type: 'done', data: resource },
  ];
}

/** None of an answer that was not streamed in its time either. */
function answerEvents(
  { answer: text, citations, degradation }: NonNullable<QueryRecord['result']>,
  attempt: number,
): ReplayedEvent[] {
  if (text === '' || !LEVELS[degradation.level].streams) return [];
  return [
    { type: 'token', data: { text, run: runAfter(attempt) } },
    ...citations.map((citation): ReplayedEvent => ({ type: 'citation', data: citation })),
  ];
}

const reset = ({ attempt }: QueryRecord): ReplayedEvent => ({
  type: 'reset',
  data: { run: runAfter(attempt), reason: 'replayed' },
});

/** The number of no run that was streamed, and later than theirs. */
const runAfter = (attempt: number): number => attempt * RUNS_PER_ATTEMPT + 1;
