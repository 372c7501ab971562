import { createFifo } from './fifo.ts';

/** Runs work at most `count` at once, in the order asked for. */
export type Limit = <T>(work: () => Promise<T>) => Promise<T>;

export function createLimit(count: number): Limit {
  const waiting = createFifo<() => void>();
  let free = count;
  const enter = async (): Promise<void> => {
    if (free > 0) {
      free -= 1;
      return;
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const leave = (): void => {
    const next = waiting.take();
    if (next === undefined) free += 1;
    else next();
  };
  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
