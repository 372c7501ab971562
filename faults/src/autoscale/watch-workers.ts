import type { LocalFleetProcess } from './local-fleet-process.ts';

/** Query workers that were up from a moment on. */
export interface WorkersSince {
  readonly seconds: number;
  readonly workers: number;
}

/** Looks until it is disposed of. */
export interface WorkerWatch extends Disposable {
  /** Each change that was seen, the first look included. */
  readonly seen: () => readonly WorkersSince[];
  /** Of every process that ever was there. */
  readonly pids: () => ReadonlySet<number>;
  readonly workers: () => number;
}

const LOOK_MS = 500;

/** Counts the query workers that live, again and again, from now on. */
export async function watchWorkers({
  description,
}: Pick<LocalFleetProcess, 'description'>): Promise<WorkerWatch> {
  const startedAtMs = performance.now();
  const seen: WorkersSince[] = [];
  const pids = new Set<number>();
  const look = async (): Promise<void> => {
    const processes = Object.entries((await description()).pids);
    for (const [, pid] of processes) pids.add(pid);
    const workers = processes.filter(
      ([name, pid]) => name.startsWith('query-worker-') && isAlive(pid),
    ).length;
    const seconds = Math.round((performance.now() - startedAtMs) / 1_000);
    if (seen.at(-1)?.workers !== workers) seen.push({ seconds, workers });
  };
  await look();
  // A look that fails is made again half a second later.
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_MS);
  return {
    seen: () => seen,
    pids: () => pids,
    workers: () => seen.at(-1)?.workers ?? 0,
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
