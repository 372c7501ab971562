import type { Fault, Lane } from '@ragfleet/kernel';
import type { ChangeCounters } from '@ragfleet/rag-core';
import type { QueryEventWriter } from '../events/contract.ts';
import type { QueryRecord, Settlement } from '../queries/contract.ts';

/** What a handler is told about the run. The signal aborts on cancellation, deadline and the end of a drain. */
export interface QueryRun {
  readonly record: QueryRecord;
  /** The tenant's, when the query was picked up. */
  readonly changes: ChangeCounters;
  readonly attempt: number;
  /** True when an earlier run broke off: what its listeners have heard is void. */
  readonly startsOver: boolean;
  /** How often it has waited for the answer of an equal question. */
  readonly timesWaited: number;
  /** False when it has waited often enough, or there is only time left for an answer of its own. */
  readonly mayWait: boolean;
  readonly queueWaitMs: number;
  readonly signal: AbortSignal;
  readonly events: QueryEventWriter;
  /** A model has said something for it, whether or not anybody is shown it. */
  readonly noteProgress: () => void;
}

/** One question to its end. A thrown retryable Fault is an infrastructure failure: the job runs again, then fails. */
export type QueryHandler = (run: QueryRun) => Promise<Settlement | Waiting>;

/**
 * Not answered yet, and on purpose: the slot goes back, no attempt is burnt, and the query runs again when it is woken,
 * or after this time. Its deadline stays, and time for an answer of its own is kept free before it.
 */
export interface Waiting {
  readonly status: 'waiting';
  readonly retryInMs: number;
}

/** A query that this process ended, for its metrics. Cancellations that the ingress settled are not among them. */
export interface EndedQuery {
  readonly tenantId: string;
  readonly queryId: string;
  readonly lane: Lane;
  readonly settlement: Settlement;
  /** From acceptance to its end. */
  readonly totalMs: number;
}

export interface LaneWorkers {
  start(): Promise<void>;
  /**
   * No new fetch; waits for what runs, hands the rest back without burning an attempt, and resolves within `graceMs`,
   * whatever Redis does. The last fifth of the time, 3 s at the most, is kept for the handing back.
   */
  drain(graceMs: number): Promise<void>;
  /**
   * A lane that has a backlog and a free slot and fetches nothing for 30 s gets a new worker. False when that one fetches
   * nothing for as long either.
   */
  isHealthy(): boolean;
}

export interface LaneSlots {
  /** Slots each lane keeps for itself; they are never lent. */
  readonly reserved: Readonly<Record<Lane, number>>;
  readonly shared: number;
}

/** How one job came out. */
export type JobOutcome =
  | { readonly kind: 'ended' }
  /** Not done, and nobody's fault: somebody else runs it, no attempt is burnt. */
  | { readonly kind: 'handed-back' }
  /** Not now, and no attempt is burnt: it runs again when it is woken, or at this time. */
  | { readonly kind: 'postponed'; readonly untilMs: number }
  /** An infrastructure failure: the job runs again after a while. */
  | { readonly kind: 'retry'; readonly fault: Fault }
  /** Settled as failed; the job must not run again. */
  | { readonly kind: 'failed'; readonly fault: Fault };
