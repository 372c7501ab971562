import type { History, Verdict } from './contract.ts';
import { type HistoryIndex, indexHistory, isAccepted } from './index-history.ts';
import { audits } from './laws/audits.ts';
import { isolation } from './laws/isolation.ts';
import type { CheckOptions, Law } from './laws/law.ts';
import { lostQueries, loss } from './laws/loss.ts';
import { phantoms } from './laws/phantoms.ts';
import { processes } from './laws/processes.ts';
import { uniqueness } from './laws/uniqueness.ts';
import { isDelivered, webhooks } from './laws/webhooks.ts';

const LAWS: readonly Law[] = [loss, uniqueness, phantoms, webhooks, isolation, audits, processes];

/** What a history breaks of the laws L0 to L5, all of it. Pure: the same history has the same verdict. */
export function checkHistory(history: History, options: CheckOptions = {}): Verdict {
  const index = indexHistory(history);
  return {
    violations: LAWS.flatMap((law) => law(index, options)),
    counts: countsOf(index),
    lost: lostQueries(index).map(({ queryId }) => queryId),
  };
}

function countsOf({ history, accepted, reads }: HistoryIndex): Verdict['counts'] {
  const { operations } = history;
  return {
    operations: operations.length,
    refused: operations.filter(({ outcome }) => outcome.type === 'refused').length,
    unknown: operations.filter(({ outcome }) => outcome.type === 'unknown').length,
    replays: operations.filter((operation) => isAccepted(operation) && operation.outcome.isReplay).length,
    accepted: accepted.size,
    ended: [...accepted.keys()].filter((queryId) => reads.has(queryId)).length,
    reads: history.reads.length,
    settles: history.settles.length,
    arrivals: history.arrivals.length,
    delivered: history.arrivals.filter(isDelivered).length,
    deadLetters: history.deadLetters.length,
    audits: history.audits.length,
    killed: history.processes.filter(({ kind }) => kind === 'killed-by-harness').length,
  };
}
