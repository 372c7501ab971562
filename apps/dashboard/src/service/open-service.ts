import { openAuditLog } from '@ragfleet/audit-log';
import { createChangeSequence, createDegradationLevels, createDeliveries } from '@ragfleet/job-queue';
import { createTenants } from '@ragfleet/identity';
import { auditLevelChange, logLevelChange } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import { createRedisBreakerStore } from '@ragfleet/resilience';
import type { Sealer } from '@ragfleet/sealing';
import type { Logger, Service } from '@ragfleet/service-runtime';
import type { Config } from '../config.ts';
import { type AuditAction, createAuditAction } from '../audit/audit-action.ts';
import type { ServicePorts } from './service-routes.ts';

export interface OpenService {
  readonly ports: ServicePorts;
  readonly auditAction: AuditAction;
  /** Writes what is still to be written before the process ends. */
  readonly audit: Service;
  readonly deliveries: Service;
}

/** The level of service, the breakers, the cached answers and the dead letters of the fleet, with an audit event for each change. */
export function openService(
  config: Config,
  { redis, sealer, logger }: { readonly redis: Redis; readonly sealer: Sealer; readonly logger: Logger },
): OpenService {
  const { audit, service } = openAuditLog(config, { redis, sealer, logger });
  const auditAction = createAuditAction(audit);
  const deliveries = createDeliveries({ redisUrl: config.QUEUE_REDIS_URL, sealer });
  return {
    auditAction,
    ports: {
      auditAction,
      deliveries,
      changes: createChangeSequence({ redis }),
      tenants: createTenants({ redis }),
      levels: createDegradationLevels({ redis }),
      breakers: createRedisBreakerStore({ redis }),
      auditLevelChange: (change) => auditLevelChange(audit, change),
      onLevelChange: (change) => logLevelChange(logger, change),
      nowMs: Date.now,
    },
    audit: service,
    deliveries: {
      name: 'deliveries',
      start: () => Promise.resolve(),
      stop: () => deliveries.close(),
    },
  };
}
