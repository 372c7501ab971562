import { departmentName, metadata, namespaceName } from '@ragfleet/contracts';
import { CronExpressionParser } from 'cron-parser';
import { z } from 'zod';
import { DEFAULT_EXTENSIONS } from '../extensions.ts';

const MAX_URLS = 1_000;
const MAX_SOURCES = 500;

const variableName = z
  .string()
  .regex(
    /^[A-Z][A-Z0-9_]*$/,
    'Name an environment variable, such as HANDBOOK_S3_KEY; never the secret itself.',
  );

const isTimezone = (timezone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: timezone }).format(0) !== '';
  } catch {
    return false;
  }
};

const isCron = (expression: string): boolean => {
  try {
    CronExpressionParser.parse(expression);
    // Seconds would let a source be asked all the time.
    return expression.trim().split(/\s+/).length === 5;
  } catch {
    return false;
  }
};

const everySource = {
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'Use 1-63 lower-case letters, digits and dashes.'),
  tenant: z.string().regex(/^[\w-]{1,64}$/, 'Name the id of a tenant.'),
  namespace: namespaceName,
  department: departmentName.optional(),
  metadata: metadata.default({}),
  every_minutes: z.int().min(1).max(10_080).optional(),
  cron: z
    .string()
    .refine(isCron, 'Write minute, hour, day, month and weekday, such as "0 3 * * *".')
    .optional(),
  timezone: z.string().refine(isTimezone, 'Use an IANA time zone, such as Europe/Berlin.').default('UTC'),
  extensions: z
    .array(z.string().regex(/^[a-z0-9]{1,10}$/))
    .min(1)
    .default([...DEFAULT_EXTENSIONS]),
  max_item_mb: z.number().positive().max(50).default(50),
  max_pass_minutes: z.int().min(1).max(1_440).default(60),
  allow_mass_delete: z.boolean().default(false),
};

const folderSource = z.strictObject({ kind: z.literal('folder'), ...everySource, path: z.string().min(1) });

const s3Source = z.strictObject({
  kind: z.literal('s3'),
  ...everySource,
  bucket: z.string().min(3).max(63),
  prefix: z.string().max(1_024).default(''),
  region: z.string().min(1).default('us-east-1'),
  endpoint: z.url({ protocol: /^https?$/ }).optional(),
  path_style: z.boolean().default(false),
  access_key_id_env: variableName.optional(),
  secret_access_key_env: variableName.optional(),
  session_token_env: variableName.optional(),
});

const webSource = z.strictObject({
  kind: z.literal('web'),
  ...everySource,
  urls: z
    .array(z.url({ protocol: /^https?$/, error: 'Use an absolute https URL.' }))
    .min(1)
    .max(MAX_URLS),
  pause_ms: z.int().min(100).max(60_000).default(1_000),
});

/** One source as the file names it. */
const sourceEntry = z
  .discriminatedUnion('kind', [folderSource, s3Source, webSource])
  .refine(
    ({ every_minutes: every, cron }) => (every === undefined) !== (cron === undefined),
    'Give either every_minutes or cron.',
  )
  .refine(
    (source) =>
      source.kind !== 's3' ||
      (source.access_key_id_env === undefined) === (source.secret_access_key_env === undefined),
    'Name both access_key_id_env and secret_access_key_env, or neither for AWS’s default chain.',
  );
export type SourceEntry = z.output<typeof sourceEntry>;

/** `SOURCES_FILE`: a list of sources. */
export const sourceFile = z.array(sourceEntry).max(MAX_SOURCES);
