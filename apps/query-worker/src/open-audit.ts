import { createFileAuditLog, type FileAuditLog } from '@ragfleet/audit-log';
import type { Sealer } from '@ragfleet/sealing';
import type { Service } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';

/** The audit log of this process, in files; what is still to be written is written before it stops. */
export function openAudit(
  config: Config,
  sealer: Sealer,
): { readonly audit: FileAuditLog; readonly auditService: Service } {
  const { AUDIT_DIR: dir, AUDIT_RETENTION_DAYS: retentionDays } = config;
  const audit = createFileAuditLog({ dir, retentionDays, sealer });
  const auditService = { name: 'audit-log', start: () => Promise.resolve(), stop: () => audit.flush() };
  return { audit, auditService };
}
