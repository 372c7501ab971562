import type { FlightEnd } from '@ragfleet/rag-core';
import type { FlightScripts, Follower, FlightLease } from './flight-scripts.ts';

/** Lets queries that wait run at once, as far as they still do. Answers how many will run; the rest have left. */
export type Wake = (followers: readonly Follower[]) => Promise<number>;

export interface WakeFollowersOptions {
  readonly scripts: Pick<FlightScripts, 'takeFollowers'>;
  readonly wake: Wake;
  readonly maxFollowers: number;
}

const BATCH = 100;
/** Who is not woken by then looks again by itself. */
const WAKING_MS = 10_000;

/** Tells the followers of a flight that it has ended: all of them, or the next leader alone. Never rejects. */
export function createWakeFollowers({
  scripts,
  wake,
  maxFollowers,
}: WakeFollowersOptions): (flightLease: FlightLease, end: FlightEnd) => Promise<void> {
  return async (flightLease, end) => {
    const isNextLeaderAlone = end === 'lost';
    const size = isNextLeaderAlone ? 1 : BATCH;
    const endsAt = performance.now() + WAKING_MS;
    try {
      for (let taken = 0; taken < maxFollowers && performance.now() < endsAt; ) {
        const followers = await scripts.takeFollowers(flightLease, size);
        if (followers.length === 0) return;
        taken += followers.length;
        const woken = await wake(followers);
        // One that was canceled or has expired leads nobody: it is the next one's turn.
        if (isNextLeaderAlone && woken > 0) return;
      }
    } catch {
      // Followers look again by themselves when the lease that they saw is over.
    }
  };
}
