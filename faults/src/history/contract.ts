/** Times are milliseconds of one clock, the harness's own. Digests are of bytes, by one function for all of them. */

export type SubmitOutcome =
  | { readonly type: 'ok'; readonly queryId: string; readonly isReplay: boolean }
  | { readonly type: 'refused'; readonly status: number }
  /** A 503 that says so, a cut socket, no reply in time: the fleet may have taken it or not. */
  | { readonly type: 'unknown'; readonly reason: string };

export interface SubmitOperation {
  readonly tenantId: string;
  readonly idempotencyKey: string;
  readonly bodyDigest: string;
  /** True when a webhook is due for each way this query may end. */
  readonly hasCallback: boolean;
  readonly deadlineAtMs: number;
  readonly invokedAtMs: number;
  readonly endedAtMs: number;
  readonly outcome: SubmitOutcome;
}

/** A query seen ended, by poll, by the event stream's `done` or by a webhook. A query may be read often. */
export interface TerminalRead {
  /** Who read it. */
  readonly tenantId: string;
  readonly queryId: string;
  readonly status: string;
  readonly resultDigest: string;
  readonly readAtMs: number;
}

/** The fleet itself announced that a query ended. */
export interface SettleNotice {
  readonly queryId: string;
  readonly atMs: number;
}

export interface WebhookArrival {
  /** Whose endpoint it arrived at. */
  readonly tenantId: string;
  readonly queryId: string;
  readonly webhookId: string;
  readonly event: string;
  readonly bodyDigest: string;
  readonly atMs: number;
  readonly isSignatureValid: boolean;
  readonly answeredStatus: number;
}

export interface DeadLetter {
  readonly tenantId: string;
  readonly queryId: string;
  readonly webhookId: string;
  readonly reason: string;
}

/** Something of one tenant, found where another may look. */
export interface ForeignBytes {
  /** Who could see it. */
  readonly tenantId: string;
  readonly where: string;
  readonly canary: string;
}

export interface AuditFinding {
  readonly file: string;
  readonly isValid: boolean;
  readonly detail: string;
}

export interface ProcessFinding {
  /** One name for each process that was started, also when it stands in for another. */
  readonly name: string;
  readonly kind:
    | 'left-running'
    | 'unhandled-rejection'
    | 'uncaught-error'
    | 'killed-by-harness'
    | 'exit-code';
  readonly detail: string;
}

/** All that was asked of a fleet, and all that was seen of it until it had come to rest. */
export interface History {
  readonly operations: readonly SubmitOperation[];
  readonly reads: readonly TerminalRead[];
  readonly settles: readonly SettleNotice[];
  readonly arrivals: readonly WebhookArrival[];
  readonly deadLetters: readonly DeadLetter[];
  readonly foreignBytes: readonly ForeignBytes[];
  readonly audits: readonly AuditFinding[];
  readonly processes: readonly ProcessFinding[];
  /** What the fleet lists at the end, by tenant. */
  readonly listedQueryIds: Readonly<Record<string, readonly string[]>>;
  /** From when on the fleet had no unfinished query and no due webhook. */
  readonly quiescedAtMs: number;
}

/**
 * L0 nothing accepted is lost or late; L1 one query for one submission, one end and one result for one query; L2 a
 * webhook of each end that is owed one; L3 nothing of another tenant; L4 audit files verify; L5 processes end well.
 */
export type LawName = 'L0' | 'L1' | 'L2' | 'L3' | 'L4' | 'L5';

export interface Violation {
  readonly law: LawName;
  readonly tenantId?: string;
  readonly queryId?: string;
  readonly detail: string;
}

export interface Verdict {
  readonly violations: readonly Violation[];
  readonly counts: Readonly<Record<HistoryCount, number>>;
  /** Queries that the fleet had taken and that nobody saw ended. */
  readonly lost: readonly string[];
}

export type HistoryCount =
  | 'operations'
  | 'refused'
  | 'unknown'
  | 'replays'
  /** Different queries that the fleet said it took. */
  | 'accepted'
  /** Of those, seen ended. */
  | 'ended'
  | 'reads'
  | 'settles'
  | 'arrivals'
  /** Arrivals with a valid signature that were answered with 2xx. */
  | 'delivered'
  | 'deadLetters'
  | 'audits'
  | 'killed';
