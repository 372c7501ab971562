import { type AuditPeople, type AuditReader, openAuditLog } from '@ragfleet/audit-log';
import { Fault, isFault } from '@ragfleet/kernel';
import type { QueryService } from '@ragfleet/job-queue';
import type { AuditLog } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { Logger, Service } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';
import { type AuditTrail, createAuditTrail } from './http/audit-trail.ts';
import type { IngressMetrics } from './http/request-log.ts';

const NOT_DONE = 'This was not done: the audit log cannot be written now. Try again.';

export interface OpenAuditing {
  /** For what is written down before it is done. */
  readonly audit: AuditLog;
  readonly ports: {
    readonly auditReader: AuditReader;
    /** Erases a person from the log: `auditPeople.erase(tenantId, principalId)`. */
    readonly auditPeople: AuditPeople;
    readonly auditTrail: AuditTrail;
  };
  readonly trail: {
    readonly auditTrail: AuditTrail;
    /** When all that was audited so far is where it is kept. Faults of the sink. */
    readonly auditSettled: (signal: AbortSignal) => Promise<void>;
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
    readonly queryService: Pick<QueryService, 'countRequest'>;
  },
): OpenAuditing {
  const log = openAuditLog(config, options);
  const { reader: auditReader, people: auditPeople, service } = log;
  const audit = namesWhatIsNotDone(log.audit);
  const auditTrail = createAuditTrail({ ...options, audit });
  const auditSettled = async (signal: AbortSignal): Promise<void> => {
    await auditTrail.settled();
    await log.arrived(signal);
  };
  return {
    audit,
    ports: { auditReader, auditPeople, auditTrail },
    trail: { auditTrail, auditSettled },
    service,
  };
}

/** What cannot be written down is not done: its caller hears that, and not of an outcome that nobody knows. */
const namesWhatIsNotDone = (audit: AuditLog): AuditLog => ({
  record: async (event) => {
    try {
      await audit.record(event);
    } catch (cause) {
      if (!isFault(cause, 'unavailable', 'timeout')) throw cause;
      throw new Fault('unavailable', NOT_DONE, { cause, isOutcomeKnown: true });
    }
  },
});
