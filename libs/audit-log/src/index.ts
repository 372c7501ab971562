export { auditVariables } from './audit-variables.ts';
export { createFileAuditLog, type FileAuditLog, type FileAuditLogOptions } from './file-audit-log.ts';
export { type AuditQuery, type AuditRecord, readAuditLog } from './read-audit-log.ts';
export { type AuditVerification, verifyAuditLog } from './verify-audit-log.ts';
