import { FLEET_AUDIT_TENANT, toFault } from '@ragfleet/kernel';
import type { DegradationLevel } from '../ports/answers.ts';
import type { LevelSetter } from '../ports/degradation.ts';
import type { AuditLog, Logger } from '../ports/operations.ts';

/** A level that was set or taken back, by whom and why. */
export interface LevelChange {
  /** null for the fleet's. */
  readonly tenantId: string | null;
  readonly from: DegradationLevel;
  readonly to: DegradationLevel;
  readonly by: LevelSetter;
  readonly principalId: string;
  /** Of the credential; a rule has none. */
  readonly keyId: string | null;
  readonly reason: string;
}

/** Into the audit, before it is made: who cannot be held to account changes nothing. Faults are the audit log's. */
export function auditLevelChange(audit: AuditLog, change: LevelChange): Promise<void> {
  const { tenantId, principalId, keyId, ...facts } = change;
  return audit.record({
    type: 'operator_action',
    principal: { tenantId: tenantId ?? FLEET_AUDIT_TENANT, principalId },
    sessionId: keyId ?? facts.by,
    question: '',
    metadata: {
      action: 'degradation.set',
      scope: tenantId === null ? FLEET_AUDIT_TENANT : 'tenant',
      ...facts,
    },
  });
}

/** Logs a change of level without the key that made it. */
export function logLevelChange(logger: Pick<Logger, 'info'>, change: LevelChange): void {
  const { tenantId, keyId: _key, ...facts } = change;
  logger.info({ tenant: tenantId ?? FLEET_AUDIT_TENANT, ...facts }, 'degradation level changed');
}

/** What a rule has changed, into the log and the audit. It is made by then: an audit that cannot be written is an error in the log. */
export async function recordLevelChange(
  { audit, logger }: { readonly audit: AuditLog; readonly logger: Pick<Logger, 'info' | 'error'> },
  change: LevelChange,
): Promise<void> {
  logLevelChange(logger, change);
  try {
    await auditLevelChange(audit, change);
  } catch (error) {
    logger.error({ kind: toFault(error).kind, type: 'operator_action' }, 'audit event not written');
  }
}
