import type { Lane } from '@ragfleet/kernel';

/** One question. Times in milliseconds. */
export interface Job {
  readonly lane: Lane;
  readonly tenant: string;
  readonly arrivedMs: number;
  /** How long a worker has it. */
  readonly serviceMs: number;
  startedMs: number | null;
}
