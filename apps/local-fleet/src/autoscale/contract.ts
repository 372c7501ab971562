import type { QueueLengths, ScaledObject } from '@ragfleet/autoscaling';

/** By what the number of query workers is decided. */
export interface ScalingPlan {
  /** The manifest's, with the limits of this machine. */
  readonly scaled: ScaledObject;
  /** How much faster than in a cluster the manifest's windows and periods pass. */
  readonly speed: number;
}

/** The workers that can be made more and fewer. */
export interface ScalableWorkers {
  /** Those that are meant to run, whether they are up, starting or coming back; not those that were told to go. */
  count(): number;
  /** Starts one more. False when there is no place for it, because some that were told to go still drain. */
  grow(): boolean;
  /** Tells one to go: it drains, ends, and is not started again. */
  shrink(): void;
}

/** How much waits and runs. Throws a Fault when the queue cannot be read. */
export type ReadQueueLengths = () => Promise<QueueLengths>;
