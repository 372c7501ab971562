import type { TimedCall } from '../../measure/compare-latencies.ts';
import type { DoubleCounts, RemoteDouble } from './model-double.ts';

/** Calls by which failovers are counted: every fifth is refused once. */
const CALLS = 50;

/** How many requests a refused call costs beside the one that was refused. */
export async function failoverTrips(double: Pick<RemoteDouble, 'counts'>, call: TimedCall): Promise<number> {
  const before = await double.counts();
  for (let made = 0; made < CALLS; made += 1) await call(() => undefined);
  return tripsOf(before, await double.counts(), CALLS);
}

/** Requests beyond one a call, for each that was refused. NaN when none was. */
export const tripsOf = (before: DoubleCounts, after: DoubleCounts, calls: number): number =>
  (after.calls - before.calls - calls) / (after.refused - before.refused);
