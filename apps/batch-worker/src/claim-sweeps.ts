import { type Clock, systemClock } from '@ragfleet/kernel';
import type { Service } from '@ragfleet/service-runtime';
import { createSweeps } from './sweeps.ts';

/** Work of the fleet that takes several goes: one worker has it at a time, and it ends when a whole go found nothing. */
export interface ClaimedWork<Claim> {
  readonly name: string;
  /** null when there is none. A worker that dies within `holdMs` leaves it to another. */
  claim(holdMs: number): Promise<Claim | null>;
  /** When it was asked for. */
  sinceMs(claim: Claim): number;
  /** Goes through everything once. True when nothing was there. */
  goThrough(claim: Claim, signal: AbortSignal): Promise<boolean>;
  finish(claim: Claim): Promise<void>;
  postpone(claim: Claim, delayMs: number): Promise<void>;
}

export interface ClaimTimes {
  /** Between looks for work, and between two goes at one that found something. */
  readonly everyMs: number;
  /** From the request to the end of whatever was running: what that writes is found by a later go. */
  readonly quietMs: number;
  /** One go. */
  readonly holdMs: number;
}

export interface ClaimSweepsOptions {
  readonly times: ClaimTimes;
  readonly onError: (error: unknown) => void;
  readonly clock?: Clock | undefined;
}

/** Does such work, one at a time. A go that fails or takes too long is begun again soon, by whoever comes first. */
export function createClaimSweeps<Claim>(work: ClaimedWork<Claim>, options: ClaimSweepsOptions): Service {
  const { times, onError, clock = systemClock } = options;
  const { everyMs, quietMs, holdMs } = times;

  /** False also where its time ran out: the next go goes on. */
  const goInTime = async (claim: Claim, stopping: AbortSignal): Promise<boolean> => {
    const inTime = AbortSignal.any([stopping, AbortSignal.timeout(holdMs)]);
    try {
      return await work.goThrough(claim, inTime);
    } catch (error) {
      if (inTime.aborted && !stopping.aborted) return false;
      await work.postpone(claim, everyMs).catch(() => undefined);
      throw error;
    }
  };

  const sweep = async (stopping: AbortSignal): Promise<number> => {
    const claim = await work.claim(holdMs);
    if (claim === null) return everyMs;
    const isClean = await goInTime(claim, stopping);
    const quietInMs = work.sinceMs(claim) + quietMs - clock.nowMs();
    if (isClean && quietInMs <= 0) await work.finish(claim);
    else await work.postpone(claim, isClean ? quietInMs : everyMs);
    return 0;
  };

  return createSweeps({ name: work.name, sweep, onError, afterErrorMs: everyMs });
}
