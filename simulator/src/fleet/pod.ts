import { type Lane, LANES } from '@ragfleet/kernel';
import type { Job } from './job.ts';

/** What one pod does at once: a reserve per lane, which is never lent, and slots that all lanes share. */
export interface Slots {
  readonly reserved: Readonly<Record<Lane, number>>;
  readonly shared: number;
}

export interface Pod {
  readonly id: number;
  readonly createdMs: number;
  /** null until it works. */
  readyMs: number | null;
  isDraining: boolean;
  readonly running: Set<Job>;
}

export const newPod = (id: number, createdMs: number): Pod => ({
  id,
  createdMs,
  readyMs: null,
  isDraining: false,
  running: new Set(),
});

/** Lanes, most urgent first, for which this pod has a slot. */
export function lanesWithSlot(pod: Pod, { reserved, shared }: Slots): readonly Lane[] {
  if (pod.readyMs === null || pod.isDraining) return [];
  const running: Record<Lane, number> = { high: 0, normal: 0, low: 0 };
  for (const { lane } of pod.running) running[lane] += 1;
  const borrowed = LANES.reduce((sum, lane) => sum + Math.max(0, running[lane] - reserved[lane]), 0);
  return LANES.filter((lane) => running[lane] < reserved[lane] || borrowed < shared);
}

/** Which pod a ReplicaSet gives up first: one that does not work yet, else the one that began last. */
export const firstToGo = (pods: readonly Pod[]): Pod | undefined =>
  [...pods].toSorted((a, b) => (b.readyMs ?? Infinity) - (a.readyMs ?? Infinity) || b.id - a.id)[0];
