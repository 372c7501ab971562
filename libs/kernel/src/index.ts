export {
  type AccessLabels,
  type AccessSet,
  accessSetOf,
  canonicalAccess,
  canRead,
  DEFAULT_NAMESPACE,
  PUBLIC_NAMESPACE,
} from './access-set.ts';
export { AUDIT_EVENT_TYPES, type AuditEventType, FLEET_AUDIT_TENANT } from './audit-event-type.ts';
export { type Clock, systemClock } from './clock.ts';
export { type Deadline, deadlineAt } from './deadline.ts';
export { MAX_DOCUMENT_CHARACTERS } from './document-text.ts';
export { Fault, type FaultKind, type FaultOptions, type InputProblem, isFault, toFault } from './fault.ts';
export { type Lane, LANES } from './lane.ts';
export { type MarkdownLine, markdownLines } from './markdown-lines.ts';
export {
  holds,
  type OperatorPrincipal,
  type Permission,
  PERMISSIONS,
  permissionsOf,
  type Principal,
  type Role,
  ROLES,
  type TenantPrincipal,
} from './principal.ts';
export { type Region, REGIONS } from './region.ts';
export { rememberByText } from './remember-by-text.ts';
export { DAY_MS, HOUR_MS, MINUTE_MS } from './time-units.ts';
export { textWithin } from './text-within.ts';
export { isWarmingPrincipal, warmingPrincipalId } from './warming-principal.ts';
export { untilAborted, withinBudget } from './within-budget.ts';
