import type { METRICS } from '@ragfleet/contracts';
import { isServedIn, type Tenants } from '@ragfleet/identity';
import type { TenantGate } from '@ragfleet/job-queue';
import type { Logger, Metrics } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';

export interface TenantGateOptions {
  readonly config: Pick<Config, 'REGION'>;
  readonly tenants: Pick<Tenants, 'recent'>;
  readonly metrics: Pick<Metrics<keyof typeof METRICS>, 'count'>;
  readonly logger: Pick<Logger, 'error'>;
}

/** Lets in the jobs of tenants that this fleet's region serves, and alarms where there are others. */
export function createTenantGate(
  queue: string,
  { config, tenants, metrics, logger }: TenantGateOptions,
): TenantGate {
  return {
    isServed: async (tenantId) => isServedIn(await tenants.recent(tenantId), config.REGION ?? null),
    onRefused: (tenant) => {
      metrics.count('foreignRegionJobs', { queue });
      logger.error({ tenant, queue }, 'refused a job of another region: it waits for a worker of its own');
    },
  };
}
