import type { AuditLog } from '@ragfleet/rag-core';

/** Writes down what an operator is about to do at the dashboard. Resolves when it is written; faults of the audit log. */
export type AuditAction = (
  user: string,
  action: string,
  facts: Readonly<Record<string, string>>,
) => Promise<void>;

export function createAuditAction(audit: AuditLog): AuditAction {
  return (user, action, facts) =>
    audit.record({
      type: 'operator_action',
      principal: { tenantId: 'fleet', principalId: user },
      sessionId: 'dashboard',
      question: '',
      metadata: { action, ...facts },
    });
}
