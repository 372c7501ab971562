import { once } from 'node:events';
import type { AppProcess, FaultFleet, StartAppOptions } from '../fleet/contract.ts';

export interface KeptUp {
  /** Nobody is started any more. Resolves with how many came to their end. */
  stop(): Promise<number>;
}

/**
 * Keeps one query worker up, as a cluster does: whenever it ends the next is started, also where it ended before it was
 * ready. Until it is stopped, or the signal aborts.
 */
export function keepOneUp(
  fleet: FaultFleet,
  options: StartAppOptions,
  { signal, onEnd }: { readonly signal: AbortSignal; readonly onEnd?: (worker: AppProcess) => void },
): KeptUp {
  const over = new AbortController();
  const isOver = Promise.race([once(over.signal, 'abort'), once(signal, 'abort')]);
  const keep = async (): Promise<number> => {
    for (let ends = 0; ; ends += 1) {
      const worker = await fleet.start('query-worker', { ...options, isAwaited: false });
      const isGone = await Promise.race([worker.exited.then(() => true), isOver.then(() => false)]);
      if (!isGone) return ends;
      onEnd?.(worker);
    }
  };
  const up = keep();
  up.catch(() => undefined); // Heard by who stops it: until then a scenario must not end its process.
  return {
    stop: () => {
      over.abort();
      return up;
    },
  };
}
