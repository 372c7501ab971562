import { z } from 'zod';

const optionalText = z.string().min(1).optional();

/** What every process that writes audit events reads from its environment. */
export const auditVariables = {
  AUDIT_SINK: z.enum(['file', 'cloudwatch', 'elasticsearch']).default('file').meta({
    description: 'where the audit log is kept; file keeps what this machine wrote on this machine alone',
  }),
  AUDIT_DIR: z.string().default('.ragfleet/audit').meta({
    description: 'folder of the audit log; with another sink, of what has not arrived there yet',
  }),
  AUDIT_RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3_650)
    .default(90)
    .meta({ description: 'days that audit events are kept' }),
  AUDIT_ANCHOR_DIR: optionalText.meta({
    description:
      'a second folder, best one that forgets nothing, for the ends of the chains; none by default',
  }),
  AUDIT_SPILL_BYTES: z.coerce.number().int().min(65_536).default(268_435_456).meta({
    description: 'bytes that may wait in AUDIT_DIR for another sink; behind it nothing audited is done',
  }),
  AUDIT_CLOUDWATCH_GROUP: z
    .string()
    .regex(/^[\w./#-]{1,512}$/)
    .default('/rag/audit')
    .meta({ description: 'log group of AUDIT_SINK=cloudwatch' }),
  AUDIT_CLOUDWATCH_REGION: z
    .string()
    .regex(/^[a-z0-9-]+$/, 'must be an AWS region, such as eu-central-1')
    .optional()
    .meta({ description: 'AWS region of the log group, with AUDIT_SINK=cloudwatch' }),
  AUDIT_CLOUDWATCH_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ description: 'address of CloudWatch Logs, where it is not AWS’s own, such as a VPC endpoint' }),
  AUDIT_ELASTICSEARCH_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ description: 'server of AUDIT_SINK=elasticsearch' }),
  AUDIT_ELASTICSEARCH_API_KEY: optionalText.meta({
    description: 'API key of AUDIT_ELASTICSEARCH_URL, as the server hands it out',
  }),
  AUDIT_ELASTICSEARCH_INDEX: z
    .string()
    .regex(/^[a-z][a-z0-9_-]{0,100}$/)
    .default('ragfleet-audit')
    .meta({ description: 'how the names of the Elasticsearch indices begin; the day follows' }),
};

export type AuditVariables = Readonly<z.output<z.ZodObject<typeof auditVariables>>>;
