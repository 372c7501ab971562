import { submissionOf } from '@ragfleet/test-support';
import { describe, expect, it } from 'vitest';
import type { QueryRecord } from '../queries/contract.ts';
import { resultOf } from '../queries/query.test-data.ts';
import { replayEvents } from './replay-events.ts';

const citation = {
  index: 1,
  document_id: 'handbook',
  chunk_id: 'handbook-1',
  title: 'Leave',
  source: null,
  namespace: 'default',
  quote: 'Thirty days.',
};
const record: QueryRecord = {
  tenantId: 'acme',
  queryId: 'q_1',
  principalId: 'ada',
  keyId: 'key-ada',
  lane: 'normal',
  status: 'succeeded',
  submission: submissionOf('How many days of leave?'),
  createdAtMs: 1_000,
  startedAtMs: 2_000,
  finishedAtMs: 3_000,
  deadlineAtMs: 60_000,
  attempt: 2,
  result: { ...resultOf('Thirty days [1].'), citations: [citation] },
  error: null,
  cacheEntry: null,
  isPurged: false,
  feedback: null,
};
const resource = { id: 'q_1', status: 'succeeded' };
const told = (afterId: string, more: Partial<QueryRecord> = {}) =>
  replayEvents({ record: { ...record, ...more }, resource, afterId });
const typesOf = (events: ReturnType<typeof told>): string[] => events.map(({ type }) => type);

describe('toldAgain', () => {
  it('tells a newcomer the states, the whole answer, its citations, and done with the resource', () => {
    expect(told('0-0').map(({ type, data }) => [type, data])).toEqual([
      ['status', { status: 'queued' }],
      ['status', { status: 'running' }],
      ['token', { text: 'Thirty days [1].', run: 201 }],
      ['citation', citation],
      ['done', resource],
    ]);
  });

  it('tells a reader of the stream to discard what it has heard, and everything after it', () => {
    const [first, ...rest] = told('1790000000000-3');
    expect(first).toMatchObject({ type: 'reset', data: { run: 201, reason: 'replayed' } });
    expect(rest).toEqual(told('0-0'));
  });

  it('goes on after any event of its own', () => {
    const events = told('1790000000000-3');
    for (const [at, { id }] of events.slice(0, -1).entries()) expect(told(id)).toEqual(events.slice(at + 1));
  });

  it('ends with done whatever a reader has heard, and whatever has been purged since', () => {
    expect(typesOf(told('0-5'))).toEqual(['done']);
    expect(typesOf(told('0-4', { result: null }))).toEqual(['done']);
    expect(typesOf(told('0-9999999999999999999'))).toEqual(['done']);
  });

  it('tells nothing but states and done of an answer that its level did not stream', () => {
    const degradation = { level: 'reduced' as const, reasons: ['set-by-operator'] };
    const result = { ...resultOf('Thirty days [1].'), citations: [citation], degradation };
    expect(typesOf(told('0-0', { result }))).toEqual(['status', 'status', 'done']);
  });

  it('tells of a query that failed, or never ran, what there is', () => {
    expect(typesOf(told('0-0', { status: 'failed', result: null }))).toEqual(['status', 'status', 'done']);
    expect(typesOf(told('0-0', { status: 'canceled', startedAtMs: null, result: null }))).toEqual([
      'status',
      'done',
    ]);
  });
});
