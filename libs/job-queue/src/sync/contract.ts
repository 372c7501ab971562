import type { SyncJob } from '@ragfleet/contracts';

/** A source and when it is passed over. */
export interface ScheduledSource {
  readonly tenantId: string;
  readonly source: string;
  readonly schedule: { readonly everyMinutes: number } | { readonly cron: string; readonly timezone: string };
}

export interface SyncQueue {
  /**
   * Makes the fleet's schedules these and no others. One schedule for each source, whatever the number of workers that
   * call this; a pass that is due stays due. Fails within its Redis deadlines with an `unavailable` Fault.
   */
  keepSchedules(sources: readonly ScheduledSource[]): Promise<void>;
  /**
   * One pass besides the schedule; nothing while the last one that was asked for still waits or runs. Fault `not-found`
   * for a source without a schedule: no worker knows it.
   */
  runNow(job: SyncJob): Promise<void>;
  close(): Promise<void>;
}

export type SyncHandler = (
  job: SyncJob,
  /** `holder` is the same when a job is run again that a crash or a shutdown interrupted. */
  run: { readonly holder: string; readonly signal: AbortSignal },
) => Promise<void>;

export interface SyncWorker {
  start(): Promise<void>;
  drain(graceMs: number): Promise<void>;
  /** False when its queue has jobs and it fetches none, although it was replaced once. */
  isHealthy(): boolean;
}
