import { toFault } from '@ragfleet/kernel';
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

/** Under this name the audit log keeps what is done to the fleet: no tenant can be called so. */
const FLEET = 'fleet';

/** Into the log and the audit. The change is made by then: an audit that cannot be written is an error in the log. */
export async function recordLevelChange(
  { audit, logger }: { readonly audit: AuditLog; readonly logger: Pick<Logger, 'info' | 'error'> },
  change: LevelChange,
): Promise<void> {
  const { tenantId, principalId, keyId, ...facts } = change;
  logger.info({ tenant: tenantId ?? FLEET, principalId, ...facts }, 'degradation level changed');
  try {
    await audit.record({
      type: 'operator_action',
      principal: { tenantId: tenantId ?? FLEET, principalId },
      sessionId: keyId ?? facts.by,
      question: '',
      metadata: { action: 'degradation.set', scope: tenantId === null ? FLEET : 'tenant', ...facts },
    });
  } catch (error) {
    logger.error({ kind: toFault(error).kind, type: 'operator_action' }, 'audit event not written');
  }
}
