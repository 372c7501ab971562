import type { Erasure, ErasureCounts, Erasures } from '@ragfleet/job-queue';
import type { Logger, Service } from '@ragfleet/service-runtime';
import { type ClaimSweepsOptions, type ClaimTimes, createClaimSweeps } from '../claim-sweeps.ts';

/** Goes through everything that may hold something of the subject, once, and tells what was there. */
export type Erase = (erasure: Erasure, tell: TellCounts, signal: AbortSignal) => Promise<void>;
export type TellCounts = (counts: ErasureCounts) => Promise<void>;

export interface ErasureSweepsOptions extends Omit<ClaimSweepsOptions, 'times'> {
  readonly erasures: Pick<Erasures, 'claim' | 'count' | 'finish' | 'postpone'>;
  readonly erase: Erase;
  readonly logger: Pick<Logger, 'info'>;
  /** For tests. */
  readonly times?: Partial<ClaimTimes>;
}

/** An attempt at a question takes 60 s at most. */
const TIMES: ClaimTimes = { everyMs: 5_000, quietMs: 120_000, holdMs: 600_000 };

/** Does the erasures of the fleet. */
export function createErasureSweeps(options: ErasureSweepsOptions): Service {
  const { erasures, erase, logger, times, ...rest } = options;
  return createClaimSweeps(
    {
      name: 'erasure-sweeps',
      claim: (holdMs) => erasures.claim(holdMs),
      sinceMs: ({ askedAtMs }: Erasure) => askedAtMs,
      goThrough: async (erasure, signal) => {
        let found = 0;
        const tell: TellCounts = async (counts) => {
          found += Object.values(counts).reduce((sum, count) => sum + count, 0);
          await erasures.count(erasure, counts);
        };
        await erase(erasure, tell, signal);
        return found === 0;
      },
      finish: async (erasure) => {
        if (await erasures.finish(erasure)) logger.info(namesOf(erasure), 'erasure finished');
      },
      postpone: (erasure, delayMs) => erasures.postpone(erasure, delayMs),
    },
    { ...rest, times: { ...TIMES, ...times } },
  );
}

const namesOf = ({ tenantId, erasureId }: Erasure) => ({ tenant: tenantId, erasure: erasureId });
