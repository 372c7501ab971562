import { setTimeout as delay } from 'node:timers/promises';

export interface OpenLoopOptions {
  readonly perSecond: number;
  readonly count: number;
}

/**
 * Begins work at even times, whether or not what began before has ended. Each is told when it was due, on the clock of
 * `performance.now()`: who begins late has already waited. Resolves when all have ended; the first failure is thrown.
 */
export async function openLoop<Result>(
  { perSecond, count }: OpenLoopOptions,
  work: (dueAtMs: number, at: number) => Promise<Result>,
): Promise<Result[]> {
  const startedAtMs = performance.now();
  const running: Promise<Result>[] = [];
  for (let at = 0; at < count; at += 1) {
    const dueAtMs = startedAtMs + (at * 1_000) / perSecond;
    const early = dueAtMs - performance.now();
    if (early > 0) await delay(early);
    const one = work(dueAtMs, at);
    // Heard below: until then nobody listens.
    one.catch(() => undefined);
    running.push(one);
  }
  return Promise.all(running);
}
