import { REGIONS } from '@ragfleet/kernel';
import { z } from 'zod';
import { principalName } from './api-keys.ts';
import { FINISHED_QUERY_TTL_SECONDS, LIMITS } from './limits.ts';

const MAX_PER_SECOND = 100_000;
const MAX_OPEN_QUERIES = 1_000_000;

export const TENANT_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;
const tenantId = z.string().regex(TENANT_ID, 'Use 1-63 small letters, digits or dashes; begin with no dash.');

/** Second parts of names of keys that belong to the fleet: a tenant of that name would share them. */
export const RESERVED_TENANT_IDS: ReadonlySet<string> = new Set(['fleet', 'api-key', 'embedding']);

/** True for a name of the IANA time zone database that this runtime knows. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** null takes the fleet's. */
const tenantLimits = z.object({
  requests_per_second: z.number().positive().max(MAX_PER_SECOND).nullable(),
  requests_per_second_per_key: z.number().positive().max(MAX_PER_SECOND).nullable(),
  open_queries: z.int().min(1).max(MAX_OPEN_QUERIES).nullable().meta({ description: 'queued or running' }),
  high_lane_share: z
    .number()
    .positive()
    .max(1)
    .nullable()
    .meta({ description: "the part of the high lane's depth that the tenant may fill" }),
});
const limitsChange = tenantLimits.partial().strict();

const facts = {
  name: z.string().trim().min(1).max(128),
  time_zone: z
    .string()
    .min(1)
    .max(64)
    .refine(isTimeZone, 'Name a time zone as IANA does, such as Europe/Berlin.')
    .nullable()
    .meta({
      description:
        "IANA, such as Europe/Berlin: whose night it is when the cache is warmed; null: the fleet's",
    }),
  region: z
    .enum(REGIONS)
    .nullable()
    .meta({ description: 'only a fleet of this region serves the tenant; null: any' }),
  allow_cross_region_fallback: z.boolean().meta({
    description: 'models of another region, where the fleet has some, may answer when its own fail',
  }),
  retention_hours: z
    .int()
    .min(1)
    .max(FINISHED_QUERY_TTL_SECONDS / 3_600)
    .nullable()
    .meta({
      description: "how long queries that end from now on, and their webhooks, are kept; null: the fleet's",
    }),
  thin_webhooks: z.boolean().meta({ description: 'no result leaves in a webhook' }),
};

/** `POST /v1/tenants`. */
export const tenantSubmission = z
  .strictObject({
    id: tenantId.refine(
      (id) => !RESERVED_TENANT_IDS.has(id),
      'The fleet uses this name itself. Choose another one.',
    ),
    name: facts.name,
    time_zone: facts.time_zone.default(null),
    region: facts.region.default(null),
    allow_cross_region_fallback: facts.allow_cross_region_fallback.default(false),
    limits: limitsChange.default({}),
    retention_hours: facts.retention_hours.default(null),
    thin_webhooks: facts.thin_webhooks.default(false),
    admin_principal_id: principalName.default('admin').meta({ description: 'whose the first key is' }),
  })
  .meta({ id: 'TenantSubmission' });

/** `PATCH /v1/tenants/{id}`: what is left out stays as it is. */
export const tenantChange = z
  .strictObject({ ...facts, limits: limitsChange, status: z.enum(['active', 'suspended']) })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'Name what is to change.')
  .meta({ id: 'TenantChange' });

export const tenantList = z.strictObject({
  limit: z.coerce.number().int().min(1).max(LIMITS.listLimit).default(20),
  starting_after: tenantId.optional(),
});

export const tenantResource = z
  .object({
    id: z.string(),
    object: z.literal('tenant'),
    ...facts,
    limits: tenantLimits,
    status: z.enum(['active', 'suspended', 'deleting']),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Tenant' });
export type TenantResource = z.output<typeof tenantResource>;

/** The one reply that shows the first key of the tenant's admin. */
export const createdTenantResource = tenantResource
  .extend({ admin_key: z.object({ id: z.string(), secret: z.string() }) })
  .meta({ id: 'CreatedTenant' });
