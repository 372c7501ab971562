import type { Violation } from '../contract.ts';
import { type AcceptedQuery, type HistoryIndex, submissionKey } from '../index-history.ts';
import type { CheckOptions, Law } from './law.ts';

/** How long after its deadline a query may still be ending. */
const ENDING_MS = 10_000;

interface Taken {
  readonly tenantId: string;
  readonly queryId: string;
}

/** What the fleet took, as it said or as its list shows, and nobody saw ended. */
export function lostQueries({ history, accepted, reads }: HistoryIndex): readonly Taken[] {
  const taken = new Map<string, Taken>(accepted);
  for (const [tenantId, queryIds] of Object.entries(history.listedQueryIds)) {
    for (const queryId of queryIds) if (!taken.has(queryId)) taken.set(queryId, { tenantId, queryId });
  }
  return [...taken.values()].filter(({ queryId }) => !reads.has(queryId));
}

/** L0: every accepted query ends, and no later than ten seconds after its deadline. */
export const loss: Law = (index, options) => [
  ...(options.expectsLoss === true ? [] : lostQueries(index).map(lostViolation)),
  ...[...index.accepted.values()].flatMap((query) => lateViolation(index, query, options)),
];

const lostViolation = ({ tenantId, queryId }: Taken): Violation => ({
  law: 'L0',
  tenantId,
  queryId,
  detail: 'It was accepted and nobody saw it ended.',
});

function lateViolation(index: HistoryIndex, query: AcceptedQuery, options: CheckOptions): Violation[] {
  const { tenantId, queryId } = query;
  const lateMs =
    seenEndedAtMs(index, queryId) - (deadlineOf(index, query) + ENDING_MS + (options.graceMs ?? 0));
  if (lateMs <= 0) return [];
  return [{ law: 'L0', tenantId, queryId, detail: `It was first seen ended ${lateMs} ms too late.` }];
}

/**
 * The earliest sign of its end; -Infinity without a read, which is a loss and not late. A fleet at rest had ended it,
 * whenever somebody came to read.
 */
function seenEndedAtMs({ history, reads, settles, arrivals }: HistoryIndex, queryId: string): number {
  const read = reads.get(queryId);
  if (read === undefined) return -Infinity;
  return Math.min(
    history.quiescedAtMs,
    ...read.map(({ readAtMs }) => readAtMs),
    ...(settles.get(queryId) ?? []).map(({ atMs }) => atMs),
    ...(arrivals.get(queryId) ?? []).map(({ atMs }) => atMs),
  );
}

/** Of the submission that made it. When only replays were told of it, an unknown one did: the latest of all holds. */
function deadlineOf({ submissions }: HistoryIndex, { operations }: AcceptedQuery): number {
  const made = operations.filter(({ outcome }) => !outcome.isReplay);
  const candidates =
    made.length > 0 ? made : operations.flatMap((one) => submissions.get(submissionKey(one)) ?? []);
  return candidates.reduce((latest, { deadlineAtMs }) => Math.max(latest, deadlineAtMs), -Infinity);
}
