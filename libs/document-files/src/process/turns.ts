import { setImmediate } from 'node:timers/promises';

/** Gives each caller a turn of the event loop of its own, so that many small files together do not hold it. */
export function createTurns(): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return async () => {
    last = last.then(async () => setImmediate());
    return last;
  };
}
