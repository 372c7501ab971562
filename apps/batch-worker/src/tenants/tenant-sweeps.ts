import type { TenantDeletion, TenantDeletions } from '@ragfleet/identity';
import type { Logger, Service } from '@ragfleet/service-runtime';
import { type ClaimSweepsOptions, type ClaimTimes, createClaimSweeps } from '../claim-sweeps.ts';
import type { RemoveTenant } from './remove-tenant.ts';

export interface TenantSweepsOptions extends Omit<ClaimSweepsOptions, 'times'> {
  readonly deletions: TenantDeletions;
  readonly removeTenant: RemoveTenant;
  readonly logger: Pick<Logger, 'info'>;
  /** For tests. */
  readonly times?: Partial<ClaimTimes>;
}

/** An attempt at a question takes 60 s at most. */
const TIMES: ClaimTimes = { everyMs: 5_000, quietMs: 120_000, holdMs: 300_000 };

/** After a key that was made between the last go and the end. */
const AGAIN_MS = 5_000;

/** Removes what deleted tenants have left; a tenant's record goes last. */
export function createTenantSweeps(options: TenantSweepsOptions): Service {
  const { deletions, removeTenant, logger, times, ...rest } = options;
  return createClaimSweeps(
    {
      name: 'tenant-sweeps',
      claim: (holdMs) => deletions.claim(holdMs),
      sinceMs: ({ sinceMs }: TenantDeletion) => sinceMs,
      goThrough: ({ tenantId }, signal) => removeTenant(tenantId, signal),
      finish: async ({ tenantId }) => {
        if (await deletions.finish(tenantId)) logger.info({ tenant: tenantId }, 'tenant removed');
        else await deletions.postpone(tenantId, AGAIN_MS);
      },
      postpone: ({ tenantId }, delayMs) => deletions.postpone(tenantId, delayMs),
    },
    { ...rest, times: { ...TIMES, ...times } },
  );
}
