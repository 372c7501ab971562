import { type AuditPeople, type AuditReader, openAuditLog } from '@ragfleet/audit-log';
import type { AuditLog } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { Logger, Service } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';
import { type AuditTrail, createAuditTrail } from './http/audit-trail.ts';
import type { IngressMetrics } from './http/request-log.ts';

export interface OpenAuditing {
  readonly audit: AuditLog;
  readonly ports: {
    readonly auditReader: AuditReader;
    /** Erases a person from the log: `auditPeople.erase(tenantId, principalId)`. */
    readonly auditPeople: AuditPeople;
    readonly auditTrail: AuditTrail;
  };
  readonly service: Service;
}

/** What this process writes into the audit log, and how it is read. */
export function openAuditing(
  config: Config,
  options: {
    readonly redis: Redis;
    readonly sealer: Sealer;
    readonly metrics: IngressMetrics;
    readonly logger: Logger;
  },
): OpenAuditing {
  const { audit, reader: auditReader, people: auditPeople, service } = openAuditLog(config, options);
  const auditTrail = createAuditTrail({ ...options, audit });
  return { audit, ports: { auditReader, auditPeople, auditTrail }, service };
}
