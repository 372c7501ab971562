import { verifyAuditLog } from '@ragfleet/audit-log';
import { createSealer } from '@ragfleet/sealing';
import type { AuditFinding } from '../history/contract.ts';

/** Follows every chain of the fleet's audit log. */
export async function checkAudit(dir: string, masterKey: string): Promise<readonly AuditFinding[]> {
  const {
    valid,
    events,
    broken_at: brokenAt,
    torn_at: tornAt,
  } = await verifyAuditLog({ dir, sealer: createSealer(masterKey) });
  const detail = brokenAt === null ? `${events} events, ${tornAt.length} torn ends` : `breaks at ${brokenAt}`;
  return [{ file: dir, isValid: valid, detail }];
}
