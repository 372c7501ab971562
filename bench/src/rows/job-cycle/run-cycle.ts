import type { Slice } from '../../contract.ts';

/** What adds jobs, and runs them in the same process. */
export interface CycleSide {
  readonly add: (at: number) => Promise<unknown>;
  /** More than one where they are added in bulk, by one caller then. */
  readonly jobsOfAnAdd?: number;
  readonly close: () => Promise<unknown>;
}

/** Opens a side that calls `onDone` for each job that it has run. */
export type OpenCycle = (onDone: () => void) => Promise<CycleSide>;

export interface OpenedCycle {
  readonly slice: Slice;
  readonly close: () => Promise<unknown>;
}

/** A side that has work and runs none of it for as long as this is broken; one that is slow is not. */
const STALL_MS = 60_000;

/**
 * One slice: so many callers add one job after the other until the time is over, while workers run them; it ends when
 * the last of them has run. Throws when that does not come.
 */
export async function openCycle(name: string, callers: number, open: OpenCycle): Promise<OpenedCycle> {
  let added = 0;
  let done = 0;
  let onDrained: (() => void) | null = null;
  const side = await open(() => {
    done += 1;
    if (done === added) onDrained?.();
  });
  const addUntil = async (untilMs: number): Promise<void> => {
    do {
      added += side.jobsOfAnAdd ?? 1;
      await side.add(added);
    } while (performance.now() < untilMs);
  };
  const drained = async (): Promise<void> => {
    if (done === added) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    onDrained = resolve;
    let seen = done;
    const timer = setInterval(() => {
      if (done === seen) reject(new Error(`${name} ran ${done} of ${added} jobs, and then none.`));
      seen = done;
    }, STALL_MS);
    await promise.finally(() => {
      clearInterval(timer);
      onDrained = null;
    });
  };
  return {
    slice: async (untilMs) => {
      const before = added;
      const atOnce = side.jobsOfAnAdd === undefined || side.jobsOfAnAdd === 1 ? callers : 1;
      await Promise.all(Array.from({ length: atOnce }, () => addUntil(untilMs)));
      await drained();
      return added - before;
    },
    close: side.close,
  };
}
