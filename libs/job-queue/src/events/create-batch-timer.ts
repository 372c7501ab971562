/** Calls together what many ask for one by one. */
export interface BatchTimer {
  /** Calls at the next beat: after this turn, when the last one is longer ago than a period. */
  join(work: () => void): void;
}

/** Nothing ticks while nobody waits. */
export function createBatchTimer(periodMs: number): BatchTimer {
  let waiting: (() => void)[] = [];
  let timer: NodeJS.Timeout | null = null;
  const batchTimer = (): void => {
    const due = waiting;
    waiting = [];
    timer = due.length > 0 ? setTimeout(batchTimer, periodMs) : null;
    for (const work of due) work();
  };
  return {
    join: (work) => {
      waiting.push(work);
      // What a turn has to say is said in it: its first part alone would leave the others to the next beat.
      if (timer === null && waiting.length === 1) queueMicrotask(batchTimer);
    },
  };
}
