/** The longest delay that a timer of Node takes. */
const LONGEST_MS = 2 ** 31 - 1;

/** Sleep that ends early when something happened. Whoever slept looks at the state again. */
export interface Alarm {
  /** Resolves after `limitMs` (Infinity is allowed) or at the next `wake`; at once when it is over. */
  sleep(limitMs: number): Promise<void>;
  /** Until `delayMs` after `sinceMs` of `performance.now()`. The delay is read again at each `wake`. */
  holdSince(sinceMs: number, delayMs: () => number): Promise<void>;
  wake(): void;
  /** Nobody sleeps from now on. */
  end(): void;
  isOver(): boolean;
}

export function createAlarm(): Alarm {
  const sleepers = new Set<() => void>();
  let isOver = false;
  const sleep = (limitMs: number): Promise<void> =>
    new Promise((resolve) => {
      if (isOver) return resolve();
      const rise = (): void => {
        clearTimeout(timer);
        sleepers.delete(rise);
        resolve();
      };
      const timer = limitMs === Infinity ? undefined : setTimeout(rise, Math.min(limitMs, LONGEST_MS));
      sleepers.add(rise);
    });
  const wake = (): void => {
    for (const rise of sleepers) rise();
  };
  return {
    sleep,
    wake,
    holdSince: async (sinceMs, delayMs) => {
      const leftMs = (): number => sinceMs + delayMs() - performance.now();
      for (let ms = leftMs(); ms > 0; ms = leftMs()) {
        if (isOver) return;
        await sleep(ms);
      }
    },
    end: () => {
      isOver = true;
      wake();
    },
    isOver: () => isOver,
  };
}
