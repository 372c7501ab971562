import type {
  DeadLetter,
  History,
  SettleNotice,
  SubmitOperation,
  SubmitOutcome,
  TerminalRead,
  WebhookArrival,
} from './contract.ts';

export type AcceptedOperation = SubmitOperation & {
  readonly outcome: Extract<SubmitOutcome, { type: 'ok' }>;
};

export interface AcceptedQuery {
  readonly queryId: string;
  /** Whoever was told of it first. */
  readonly tenantId: string;
  /** Never empty. */
  readonly operations: readonly AcceptedOperation[];
}

/** A history by the keys that its laws ask for. */
export interface HistoryIndex {
  readonly history: History;
  readonly accepted: ReadonlyMap<string, AcceptedQuery>;
  /** By tenant and idempotency key. */
  readonly submissions: ReadonlyMap<string, readonly SubmitOperation[]>;
  readonly reads: ReadonlyMap<string, readonly TerminalRead[]>;
  readonly settles: ReadonlyMap<string, readonly SettleNotice[]>;
  readonly arrivals: ReadonlyMap<string, readonly WebhookArrival[]>;
  readonly deadLetters: ReadonlyMap<string, readonly DeadLetter[]>;
}

export function indexHistory(history: History): HistoryIndex {
  return {
    history,
    accepted: acceptedQueries(history.operations),
    submissions: Map.groupBy(history.operations, submissionKey),
    reads: Map.groupBy(history.reads, ({ queryId }) => queryId),
    settles: Map.groupBy(history.settles, ({ queryId }) => queryId),
    arrivals: Map.groupBy(history.arrivals, ({ queryId }) => queryId),
    deadLetters: Map.groupBy(history.deadLetters, ({ queryId }) => queryId),
  };
}

export const submissionKey = ({
  tenantId,
  idempotencyKey,
}: Pick<SubmitOperation, 'tenantId' | 'idempotencyKey'>): string =>
  JSON.stringify([tenantId, idempotencyKey]);

export const isAccepted = (operation: SubmitOperation): operation is AcceptedOperation =>
  operation.outcome.type === 'ok';

function acceptedQueries(operations: readonly SubmitOperation[]): Map<string, AcceptedQuery> {
  const byQuery = Map.groupBy(operations.filter(isAccepted), ({ outcome }) => outcome.queryId);
  const queries = new Map<string, AcceptedQuery>();
  for (const [queryId, told] of byQuery) {
    const first = told.reduce((early, other) => (other.endedAtMs < early.endedAtMs ? other : early));
    queries.set(queryId, { queryId, tenantId: first.tenantId, operations: told });
  }
  return queries;
}
