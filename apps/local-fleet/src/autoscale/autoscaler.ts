import { createKedaScaler, HPA_SYNC_MS, podsAskedFor, type QueueLengths } from '@ragfleet/autoscaling';
import type { ReadQueueLengths, ScalableWorkers, ScalingPlan } from './contract.ts';

export interface AutoscalerOptions {
  readonly plan: ScalingPlan;
  readonly workers: ScalableWorkers;
  readonly readLengths: ReadQueueLengths;
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs: () => number;
  readonly say: (line: string) => void;
}

export interface Autoscaler {
  /** One look at the queues, and what follows from it. Never throws for a queue that cannot be read. */
  look(): Promise<void>;
}

/** How long this machine waits from one look to the next. */
export const lookEveryMs = ({ speed }: ScalingPlan): number => HPA_SYNC_MS / speed;

/**
 * The ScaledObject at work on processes. Its rules run on a clock that is `speed` times as fast as `nowMs`; the rules
 * themselves are the cluster's. While the queue cannot be read the number stays, as an HPA without a metric leaves it.
 */
export function createAutoscaler({ plan, workers, readLengths, nowMs, say }: AutoscalerOptions): Autoscaler {
  const scaler = createKedaScaler(plan.scaled);
  let isBlind = false;

  const readOrStay = async (): Promise<QueueLengths | null> => {
    try {
      const lengths = await readLengths();
      isBlind = false;
      return lengths;
    } catch (error) {
      if (!isBlind)
        say(`scale: the queue cannot be read, ${workers.count()} query-workers stay (${reasonOf(error)})`);
      isBlind = true;
      return null;
    }
  };
  return {
    look: async () => {
      const lengths = await readOrStay();
      if (lengths === null) return;
      const before = workers.count();
      const wanted = scaler.sync(nowMs() * plan.speed, lengths, before);
      changeTo(wanted, workers);
      const after = workers.count();
      if (after !== before) say(`scale: ${before} -> ${after} query-workers (${why(plan, lengths)})`);
    },
  };
}

function changeTo(wanted: number, workers: ScalableWorkers): void {
  for (let missing = wanted - workers.count(); missing > 0; missing -= 1) if (!workers.grow()) return;
  for (let surplus = workers.count() - wanted; surplus > 0; surplus -= 1) workers.shrink();
}

/** The numbers that were read, and what they ask for before windows and limits. */
function why({ scaled }: ScalingPlan, lengths: QueueLengths): string {
  const keys = [...new Set(scaled.triggers.map(({ listName }) => listName))];
  const sum = (of: (key: string) => boolean): number =>
    keys.filter(of).reduce((total, key) => total + (lengths(key) ?? 0), 0);
  const isActive = (key: string): boolean => key.endsWith(':active');
  const asked = podsAskedFor(scaled, lengths) ?? 0;
  const queued = sum((key) => !isActive(key));
  return `queued ${queued}, active ${sum(isActive)}; they ask for ${Number(asked.toFixed(2))} of ${scaled.minReplicaCount} to ${scaled.maxReplicaCount}`;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
