import type { Tenants } from '@ragfleet/identity';
import type { WarmQueue } from '@ragfleet/job-queue';
import type { Service } from '@ragfleet/service-runtime';
import type { Config } from '../config.ts';
import { createSweeps } from '../sweeps.ts';

export interface WarmSchedulesOptions {
  readonly config: Pick<Config, 'WARM_ENABLED' | 'WARM_CRON' | 'WARM_TIME_ZONE'>;
  readonly tenants: Pick<Tenants, 'list'>;
  readonly queue: Pick<WarmQueue, 'keepSchedules'>;
  readonly onError: (error: unknown) => void;
}

/** How long a new tenant waits for its schedule, at most. */
const EVERY_MS = 10 * 60_000;
const AFTER_ERROR_MS = 30_000;

/** Keeps one nightly run for each active tenant, in the tenant's own time zone. */
export function createWarmSchedules({ config, tenants, queue, onError }: WarmSchedulesOptions): Service {
  const { WARM_ENABLED: isEnabled, WARM_CRON: cron, WARM_TIME_ZONE: byDefault } = config;
  const sweep = async (): Promise<number> => {
    const all = isEnabled ? await tenants.list() : [];
    const active = all.filter(({ status }) => status === 'active');
    await queue.keepSchedules(
      active.map(({ tenantId, timeZone }) => ({ tenantId, cron, timeZone: timeZone ?? byDefault })),
    );
    return EVERY_MS;
  };
  return createSweeps({ name: 'warm-schedules', onError, sweep, afterErrorMs: AFTER_ERROR_MS });
}
