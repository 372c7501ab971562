import type { ChildProcess } from 'node:child_process';

/** Starts something that will settle or fail; returns what undoes its listeners. */
type Run<T> = (settle: (value: T) => void, fail: (why: Error) => void) => () => void;

/** One exchange with a child process at a time, which the end of the process ends. */
export interface ChildExchanges {
  readonly hasEnded: boolean;
  exchange<T>(run: Run<T>): Promise<T>;
  /** The first reason counts. */
  end(why: Error): void;
}

/** While nothing is exchanged, the child keeps no process from ending. */
export function createChildExchanges(child: ChildProcess): ChildExchanges {
  let ended: Error | null = null;
  let failPending: ((why: Error) => void) | null = null;
  child.unref();
  child.channel?.unref();
  return {
    get hasEnded() {
      return ended !== null;
    },
    exchange: async <T>(run: Run<T>) => {
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      if (ended !== null) throw ended;
      failPending = reject;
      child.ref();
      const cleanUp = run(resolve, reject);
      try {
        return await promise;
      } finally {
        cleanUp();
        failPending = null;
        child.unref();
      }
    },
    end: (why) => {
      ended ??= why;
      failPending?.(ended);
    },
  };
}
