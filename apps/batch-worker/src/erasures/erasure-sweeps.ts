import type { Erasure, ErasureCounts, Erasures } from '@ragfleet/job-queue';
import { type Clock, systemClock } from '@ragfleet/kernel';
import type { Logger, Service } from '@ragfleet/service-runtime';
import { createSweeps } from '../sweeps.ts';

/** Goes through everything that may hold something of the subject, once, and tells what was there. */
export type Erase = (erasure: Erasure, tell: TellCounts, signal: AbortSignal) => Promise<void>;
export type TellCounts = (counts: ErasureCounts) => Promise<void>;

export interface ErasureSweepsOptions {
  readonly erasures: Pick<Erasures, 'claim' | 'count' | 'finish' | 'postpone'>;
  readonly erase: Erase;
  readonly logger: Pick<Logger, 'info'>;
  readonly onError: (error: unknown) => void;
  readonly clock?: Clock;
  /** For tests. */
  readonly times?: Partial<typeof TIMES>;
}

const TIMES = {
  /** Between looks for an erasure, and between two goes at one that found something. */
  everyMs: 5_000,
  /** From the request to the end of whatever was running: an attempt at a question takes 60 s at most. */
  quietMs: 120_000,
  /** One go. A worker that dies within leaves the erasure to another after this. */
  holdMs: 600_000,
};

/** Does the erasures of the fleet, one at a time and one worker for each. It has finished when a whole go found nothing. */
export function createErasureSweeps(options: ErasureSweepsOptions): Service {
  const { erasures, erase, logger, onError, clock = systemClock } = options;
  const { everyMs, quietMs, holdMs } = { ...TIMES, ...options.times };

  /** True when nothing was there. */
  const goThrough = async (erasure: Erasure, signal: AbortSignal): Promise<boolean> => {
    let found = 0;
    const tell: TellCounts = async (counts) => {
      found += Object.values(counts).reduce((sum, count) => sum + count, 0);
      await erasures.count(erasure, counts);
    };
    await erase(erasure, tell, signal);
    return found === 0;
  };

  const sweep = async (signal: AbortSignal): Promise<number> => {
    const erasure = await erasures.claim(holdMs);
    if (erasure === null) return everyMs;
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(holdMs)]);
    try {
      const isClean = await goThrough(erasure, inTime);
      const quietInMs = erasure.askedAtMs + quietMs - clock.nowMs();
      if (!isClean || quietInMs > 0) await erasures.postpone(erasure, isClean ? quietInMs : everyMs);
      else if (await erasures.finish(erasure)) logger.info(namesOf(erasure), 'erasure finished');
      return 0;
    } catch (error) {
      // Soon again, by whoever comes first: what was done is done.
      await erasures.postpone(erasure, everyMs).catch(() => undefined);
      throw error;
    }
  };

  return createSweeps({ name: 'erasure-sweeps', sweep, onError, afterErrorMs: everyMs });
}

const namesOf = ({ tenantId, erasureId }: Erasure) => ({ tenant: tenantId, erasure: erasureId });
