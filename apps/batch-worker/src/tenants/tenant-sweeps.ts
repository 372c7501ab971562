import type { TenantDeletions } from '@ragfleet/identity';
import { type Clock, systemClock } from '@ragfleet/kernel';
import type { Logger, Service } from '@ragfleet/service-runtime';
import { createSweeps } from '../sweeps.ts';
import type { RemoveTenant } from './remove-tenant.ts';

export interface TenantSweepsOptions {
  readonly deletions: TenantDeletions;
  readonly removeTenant: RemoveTenant;
  readonly logger: Pick<Logger, 'info'>;
  readonly onError: (error: unknown) => void;
  readonly clock?: Clock;
  /** For tests. */
  readonly times?: Partial<typeof TIMES>;
}

const TIMES = {
  /** Between looks for a deletion, and between two goes at one of which something is left. */
  everyMs: 5_000,
  /** From the deletion to the end of whatever was running: an attempt at a question takes 60 s at most. */
  quietMs: 120_000,
  /** One go. A worker that dies within leaves the tenant to another after this. */
  holdMs: 300_000,
};

/** Removes what deleted tenants have left, a tenant at a time and one worker for each; its record goes last. */
export function createTenantSweeps(options: TenantSweepsOptions): Service {
  const { deletions, removeTenant, logger, onError, clock = systemClock } = options;
  const { everyMs, quietMs, holdMs } = { ...TIMES, ...options.times };

  const sweep = async (signal: AbortSignal): Promise<number> => {
    const deletion = await deletions.claim(holdMs);
    if (deletion === null) return everyMs;
    const { tenantId, sinceMs } = deletion;
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(holdMs)]);
    const isEmpty = await removeTenant(tenantId, inTime).catch((error: unknown) => {
      if (!inTime.aborted || signal.aborted) throw error;
      return false;
    });
    const quietInMs = sinceMs + quietMs - clock.nowMs();
    if (isEmpty && quietInMs <= 0) {
      await deletions.finish(tenantId);
      logger.info({ tenant: tenantId }, 'tenant removed');
    } else await deletions.postpone(tenantId, isEmpty ? quietInMs : everyMs);
    return 0;
  };

  return createSweeps({ name: 'tenant-sweeps', sweep, onError, afterErrorMs: everyMs });
}
