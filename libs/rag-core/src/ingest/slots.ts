import { createLimit } from './limit.ts';

/** At most so many pieces of work at once; whoever asks for one more waits for its turn until a slot is free. */
export interface Slots {
  /** Resolves when the work has begun. Rejects with the fault of earlier work, and begins nothing then. */
  begin(work: () => Promise<void>): Promise<void>;
  /** Resolves when nothing runs and nothing waits; rejects with the first fault of all. */
  idle(): Promise<void>;
  /** Resolves when a piece of work that runs now has ended; at once when none does. */
  next(): Promise<void>;
  readonly running: number;
}

export function createSlots(count: number, onFault: (error: unknown) => void = () => {}): Slots {
  const limit = createLimit(count);
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let pending = 0;
  let drained = Promise.withResolvers<void>();
  const run = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      failures.push(error);
      onFault(error);
    }
  };
  const start = (work: () => Promise<void>): Promise<void> => {
    const task: Promise<void> = run(work).finally(() => running.delete(task));
    running.add(task);
    return task;
  };
  const leave = (): void => {
    pending -= 1;
    if (pending > 0) return;
    drained.resolve();
    drained = Promise.withResolvers<void>();
  };
  return {
    begin: (work) => {
      const begun = Promise.withResolvers<void>();
      pending += 1;
      void limit(async () => {
        if (failures.length > 0) return begun.reject(failures[0]);
        const task = start(work);
        begun.resolve();
        await task;
      }).finally(leave);
      return begun.promise;
    },
    idle: async () => {
      if (pending > 0) await drained.promise;
      if (failures.length > 0) throw failures[0];
    },
    next: async () => {
      if (running.size > 0) await Promise.race(running);
    },
    get running() {
      return running.size;
    },
  };
}
