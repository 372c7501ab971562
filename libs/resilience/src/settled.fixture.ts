import { Fault } from '@ragfleet/kernel';
import { vi } from 'vitest';

/** What an upstream that does not answer fails with. */
export const away = new Fault('unavailable', 'Away.');

/** Lets every fake timer run until the promise has settled. */
export async function settled<T>(work: Promise<T>): Promise<PromiseSettledResult<T>> {
  const progress = { isDone: false };
  const outcome = Promise.allSettled([work]).then(([result]) => {
    progress.isDone = true;
    return result;
  });
  while (!progress.isDone) await vi.advanceTimersByTimeAsync(100);
  return outcome;
}

/** How long an upstream takes. */
export const answeredAfter = (durationMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, durationMs));
