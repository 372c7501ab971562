import type { Lane } from '@ragfleet/kernel';
import type { QueryRecord, Settlement } from '../queries/contract.ts';
import type { QueryEventWriter } from '../events/contract.ts';

/** What a handler is told about the run. The signal aborts on cancellation, deadline and the end of a drain. */
export interface QueryRun {
  readonly record: QueryRecord;
  readonly changes: string;
  readonly attempt: number;
  readonly queueWaitMs: number;
  readonly signal: AbortSignal;
  readonly events: QueryEventWriter;
}

/** One question to its end. A thrown retryable Fault is an infrastructure failure: the job runs again, then fails. */
export type QueryHandler = (run: QueryRun) => Promise<Settlement>;

export interface LaneWorkers {
  start(): Promise<void>;
  /** No new fetch; waits for what runs up to `graceMs`, then hands the rest back without burning an attempt. */
  drain(graceMs: number): Promise<void>;
  /** False when a lane has a backlog and has fetched nothing for 30 s. */
  isHealthy(): Promise<boolean>;
}

export interface LaneSlots {
  /** Slots each lane keeps for itself; high's are never lent. */
  readonly reserved: Readonly<Record<Lane, number>>;
  readonly shared: number;
}
