import type { Lane } from '@ragfleet/kernel';

/** What the reconciler put right. */
export type ReconcilerAction =
  | 'query-requeued'
  | 'job-restored'
  | 'query-expired'
  | 'query-failed'
  | 'delivery-created'
  | 'delivery-buried'
  | 'delivery-trimmed'
  | 'dead-letter-trimmed'
  | 'query-trimmed'
  | 'job-trimmed';

/** The fleet as the reconciler's leader found it. */
export interface FleetSight {
  readonly atMs: number;
  /** How long the job that is next in each lane has waited; 0 where none does. */
  readonly laneWaitMs: Readonly<Record<Lane, number>>;
  /** Age of the oldest ended query whose webhook is not yet a job; 0 where there is none. */
  readonly outboxOldestMs: number;
  /** Used part of the queue Redis's memory, 0 to 1; 0 without `maxmemory`. */
  readonly memoryUsedPart: number;
}

/** Where the reconciler says what it saw. Nothing here may throw. */
export interface ReconcilerObserver {
  acted(action: ReconcilerAction, count: number): void;
  queueDepth(queue: string, state: string, jobs: number): void;
  /** How long the most overdue open query is past its deadline; 0 when none is. */
  overdueSeconds(seconds: number): void;
  measured(searchScope: FleetSight): void;
  /** The queue Redis was emptied, or came up without its data. */
  dataLost(): void;
}

/** One kind of repair: takes up to `limit` cases, returns how many it put right. Safe to run twice at once. */
export type Repair = (limit: number) => Promise<number>;

export interface Reconciler {
  start(): Promise<void>;
  /** One pass over every repair, leader or not: every repair is a compare-and-set or a deduplicated job. */
  runOnce(): Promise<void>;
  stop(): Promise<void>;
  /** False when its loop has not come round for five minutes. */
  isLive(): boolean;
}
