import type { RefreshRequests, WarmGroup, WarmReport } from '@ragfleet/rag-core';

/** What began a warming: the night, somebody's request, or an entry that was hit near its end. */
export type WarmTrigger = 'schedule' | 'request' | 'refresh';
export type WarmStatus = 'queued' | 'running' | 'finished' | 'failed';

export interface WarmRequest {
  readonly tenantId: string;
  /** null takes what people ask most alone. */
  readonly groups: readonly WarmGroup[] | null;
  /** How many of what people of each access ask most, after the groups; null takes none beside groups, else the worker's own number. */
  readonly topN: number | null;
}

/** A warming without its questions, which are sealed. Times in milliseconds since 1970. */
export interface WarmRecord {
  readonly tenantId: string;
  readonly warmId: string;
  readonly trigger: WarmTrigger;
  readonly status: WarmStatus;
  readonly createdAtMs: number;
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
  /** As far as it has come; null until the first question. */
  readonly report: WarmReport | null;
}

export interface WarmSchedule {
  readonly tenantId: string;
  readonly cron: string;
  /** IANA. */
  readonly timeZone: string;
}

/** The producer side. Every call fails within its Redis deadlines with an `unavailable` Fault; a refresh request never does. */
export interface WarmQueue extends RefreshRequests {
  /**
   * Makes the fleet's schedules these and no others: one for each tenant, whatever the number of workers that call
   * this. A run that is due stays due.
   */
  keepSchedules(schedules: readonly WarmSchedule[]): Promise<void>;
  /** When the tenant's next run begins, in milliseconds since 1970; null without a schedule. */
  nextRunAtMs(tenantId: string): Promise<number | null>;
  /** Fault `rate-limited` while too many of the tenant's are open. */
  submit(request: WarmRequest): Promise<WarmRecord>;
  /** Kept for 30 days. */
  get(tenantId: string, warmId: string): Promise<WarmRecord | null>;
  /** Newest first, of the last 100; without refreshes of single entries. */
  list(tenantId: string, limit: number): Promise<{ records: WarmRecord[]; hasMore: boolean }>;
  close(): Promise<void>;
}

/** One run as its handler sees it. */
export interface WarmRun extends WarmRequest {
  /** The same when a run is repeated that a crash or a shutdown interrupted. */
  readonly warmId: string;
  readonly trigger: WarmTrigger;
  readonly signal: AbortSignal;
  /** Shows how far the run is. Fault `unavailable`. */
  progress(report: WarmReport): Promise<void>;
}

export type WarmHandler = (run: WarmRun) => Promise<WarmReport>;

export interface WarmWorker {
  start(): Promise<void>;
  drain(graceMs: number): Promise<void>;
  /** False when its queue has jobs and it fetches none, although it was replaced once. */
  isHealthy(): boolean;
}
