export interface TimeBudget {
  /** Runs a step on what is left of the budget. */
  spend<T>(run: () => Promise<T>): Promise<T>;
}

/** Time for several steps together; the time between them is free. `onSpent` must end the step under way. */
export function createTimeBudget(budgetMs: number, onSpent: () => void): TimeBudget {
  let leftMs = budgetMs;
  return {
    spend: async (run) => {
      const startedAtMs = performance.now();
      const timer = setTimeout(onSpent, Math.max(leftMs, 0));
      try {
        return await run();
      } finally {
        clearTimeout(timer);
        leftMs -= performance.now() - startedAtMs;
      }
    },
  };
}
