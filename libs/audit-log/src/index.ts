export { auditVariables } from './audit-variables.ts';
export { openAuditLog, type OpenAuditLog } from './open-audit-log.ts';
export { createAuditPeople } from './people/audit-people.ts';
export type { AuditPeople } from './people/contract.ts';
export type { AuditReader } from './reading/audit-reader.ts';
export type { AuditQuery, AuditRecord } from './reading/contract.ts';
export { readAuditLog } from './reading/file-store.ts';
export { type AuditVerification, verifyAuditLog } from './reading/verify-chains.ts';
export { resealPeople } from './people/reseal-people.ts';
