/** What the audit log keeps events of. Lines of a kind that is no longer here could not be read again. */
export const AUDIT_EVENT_TYPES = [
  'query',
  'retrieval',
  'generation',
  'cache_hit',
  'access_denied',
  'pii_detected',
  'error',
  'operator_action',
] as const;
export type AuditEventType = (typeof AUDIT_EVENT_TYPES)[number];

/** The tenant under whose name the audit log keeps what operators do to the whole fleet. No tenant can have this id. */
export const FLEET_AUDIT_TENANT = 'fleet';
