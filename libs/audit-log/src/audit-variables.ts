import { z } from 'zod';

/** What every process that writes audit events reads from its environment. */
export const auditVariables = {
  AUDIT_DIR: z.string().default('.ragfleet/audit').meta({ description: 'folder of the audit log' }),
  AUDIT_RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3_650)
    .default(90)
    .meta({ description: 'days that audit files are kept' }),
};
