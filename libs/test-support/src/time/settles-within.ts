import { setImmediate as turn } from 'node:timers/promises';

/**
 * True when some work settles, either way, before a timer of this process that was set just before it began. What
 * halts the process delays both, so the answer is about the deadline that the work keeps; a clock would measure how
 * busy the machine is. For work that ends by its own timers, not for work that another process has to do.
 */
export async function settlesWithin(limitMs: number, work: () => Promise<unknown>): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  // What fell due at the same time has its turn first.
  const timer = setTimeout(() => void turn().then(() => late.resolve(false)), limitMs);
  const settled = (): true => true;
  const isInTime = await Promise.race([work().then(settled, settled), late.promise]);
  clearTimeout(timer);
  return isInTime;
}
