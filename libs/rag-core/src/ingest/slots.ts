/** At most so many pieces of work at once; whoever asks for one more waits until a slot is free. */
export interface Slots {
  /** Resolves when the work has begun. Rejects with the fault of earlier work, and begins nothing then. */
  begin(work: () => Promise<void>): Promise<void>;
  /** Resolves when nothing runs; rejects with the first fault of all. */
  idle(): Promise<void>;
  /** Resolves when a piece of work that runs now has ended; at once when none does. */
  next(): Promise<void>;
  readonly running: number;
}

export function createSlots(count: number, onFault: (error: unknown) => void = () => {}): Slots {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const throwFailure = (): void => {
    if (failures.length > 0) throw failures[0];
  };
  const start = (work: () => Promise<void>): void => {
    const task: Promise<void> = work()
      .catch((error: unknown) => {
        failures.push(error);
        onFault(error);
      })
      .finally(() => running.delete(task));
    running.add(task);
  };
  return {
    begin: async (work) => {
      while (running.size >= count && failures.length === 0) await Promise.race(running);
      throwFailure();
      start(work);
    },
    idle: async () => {
      while (running.size > 0) await Promise.race(running);
      throwFailure();
    },
    next: async () => {
      if (running.size > 0) await Promise.race(running);
    },
    get running() {
      return running.size;
    },
  };
}
