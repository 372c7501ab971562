import type { Outcome } from '../simulate.ts';

/** One scenario in figures. Waits in seconds, from the 202 to a worker's first step, of those that did not expire. */
export interface Summary {
  readonly policy: string;
  readonly questions: number;
  readonly expired: number;
  readonly waitP50Seconds: number;
  readonly waitP95Seconds: number;
  readonly waitMaxSeconds: number;
  readonly peakReplicas: number;
  readonly podHours: number;
  readonly usd: number;
  readonly busyPodsStopped: number;
  readonly handedBack: number;
  readonly killedMidJob: number;
  readonly recovered: number;
  readonly stranded: number;
  readonly lost: number;
}

export function summarize(
  policy: string,
  { stats, samples, ...rest }: Outcome,
  usdPerPodHour: number,
): Summary {
  const waits = stats.waitsMs.toSorted((a, b) => a - b);
  return {
    policy,
    questions: stats.submitted,
    expired: stats.expired,
    waitP50Seconds: quantile(waits, 0.5) / 1_000,
    waitP95Seconds: quantile(waits, 0.95) / 1_000,
    waitMaxSeconds: quantile(waits, 1) / 1_000,
    peakReplicas: Math.max(...samples.map(({ replicas }) => replicas)),
    podHours: rest.podHours,
    usd: rest.podHours * usdPerPodHour,
    busyPodsStopped: stats.busyPodsStopped,
    handedBack: stats.handedBack,
    killedMidJob: stats.killedMidJob,
    recovered: stats.recovered,
    stranded: rest.stranded,
    lost: rest.lost,
  };
}

/** Nearest rank. 0 of nothing. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
