import type { SubmitOperation, Violation } from '../contract.ts';
import { type AcceptedQuery, type HistoryIndex, isAccepted, submissionKey } from '../index-history.ts';
import type { Law } from './law.ts';

/** L1: one query for one submission; one end and one result for one query. */
export const uniqueness: Law = (index, { expectsLoss = false }) => [
  ...[...index.submissions.values()].flatMap((operations) => submittedTwice(index, operations, expectsLoss)),
  ...[...index.accepted.values()].flatMap(sharedBySubmissions),
  ...endedTwice(index),
];

/** Where data was destroyed, a key may make its query anew: of its queries only one was then seen ended. */
function submittedTwice(
  { reads }: HistoryIndex,
  operations: readonly SubmitOperation[],
  expectsLoss: boolean,
): Violation[] {
  const told = operations.filter(isAccepted);
  const [first] = told;
  if (first === undefined) return [];
  const queryIds = [...new Set(told.map(({ outcome }) => outcome.queryId))];
  const counted = expectsLoss ? queryIds.filter((queryId) => reads.has(queryId)) : queryIds;
  const { tenantId, idempotencyKey } = first;
  const violation = (detail: string): Violation => ({
    law: 'L1',
    tenantId,
    queryId: first.outcome.queryId,
    detail: `The key ${idempotencyKey} ${detail}.`,
  });
  return [
    ...(counted.length > 1 ? [violation(`made ${counted.length} queries: ${counted.join(', ')}`)] : []),
    ...(countOf(told, ({ bodyDigest }) => bodyDigest) > 1 ? [violation('was accepted with two bodies')] : []),
  ];
}

function sharedBySubmissions({ tenantId, queryId, operations }: AcceptedQuery): Violation[] {
  const keys = countOf(
    operations.filter((operation) => operation.tenantId === tenantId),
    submissionKey,
  );
  return keys > 1 ? [{ law: 'L1', tenantId, queryId, detail: `It was given to ${keys} keys.` }] : [];
}

function endedTwice({ reads, settles, arrivals }: HistoryIndex): Violation[] {
  const ends = [...reads].map(([queryId, found]) => {
    const results = countOf(found, ({ status, resultDigest }) => JSON.stringify([status, resultDigest]));
    return { queryId, count: results, what: 'states or results were read' };
  });
  const announced = [...settles].map(([queryId, { length }]) => ({
    queryId,
    count: length,
    what: 'ends were announced',
  }));
  const told = [...arrivals].map(([queryId, found]) => {
    const events = countOf(found, ({ event }) => event);
    return { queryId, count: events, what: 'different ends arrived as webhooks' };
  });
  return [...ends, ...announced, ...told]
    .filter(({ count }) => count > 1)
    .map(({ queryId, count, what }) => ({ law: 'L1', queryId, detail: `${count} ${what}.` }));
}

const countOf = <Item>(items: readonly Item[], keyOf: (item: Item) => string): number =>
  new Set(items.map(keyOf)).size;
