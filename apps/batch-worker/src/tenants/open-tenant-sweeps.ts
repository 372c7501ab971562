import { removeTenantFromCache } from '@ragfleet/answer-cache';
import { createApiKeys, createTenantDeletions, createTenants } from '@ragfleet/identity';
import type { Sealer } from '@ragfleet/sealing';
import type { Logger, Service } from '@ragfleet/service-runtime';
import type { Config } from '../config.ts';
import type { OpenStores } from '../open-stores.ts';
import { createRemoveTenant } from './remove-tenant.ts';
import { removeTenantFromQueue } from './remove-tenant-from-queue.ts';
import { createTenantSweeps, type TenantSweepsOptions } from './tenant-sweeps.ts';

export interface OpenTenantSweepsOptions extends Pick<TenantSweepsOptions, 'onError' | 'times'> {
  readonly config: Pick<Config, 'RAGFLEET_ENV'>;
  readonly stores: Pick<OpenStores, 'redis' | 'clock' | 'cacheRedis' | 'database' | 'store'>;
  readonly sealer: Sealer;
  readonly logger: Logger;
}

/** The sweeps of deleted tenants over every store that this process knows. */
export function openTenantSweeps(options: OpenTenantSweepsOptions): Service {
  const { config, stores, sealer, ...sweeps } = options;
  const { redis, clock, cacheRedis, database, store } = stores;
  return createTenantSweeps({
    ...sweeps,
    clock,
    deletions: createTenantDeletions({ redis, clock, tenants: createTenants({ redis }) }),
    removeTenant: createRemoveTenant({
      apiKeys: createApiKeys({ redis, sealer, environment: config.RAGFLEET_ENV }),
      store,
      removeFromCache: (tenantId, signal) =>
        removeTenantFromCache({ redis: cacheRedis, database }, tenantId, signal),
      removeFromQueue: (tenantId, signal) => removeTenantFromQueue(redis, tenantId, signal),
    }),
  });
}
