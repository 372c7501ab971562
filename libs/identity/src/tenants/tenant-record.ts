import { isTimeZone, RESERVED_TENANT_IDS, TENANT_ID } from '@ragfleet/contracts';
import { Fault, REGIONS } from '@ragfleet/kernel';
import { z } from 'zod';
import type { NewTenant, Tenant, TenantChange, TenantFacts, TenantLimits } from './contract.ts';

const NO_LIMITS: TenantLimits = {
  perSecondOfTenant: null,
  perSecondOfKey: null,
  openPerTenant: null,
  highShareOfTenant: null,
};

const limit = z.number().nullable().default(null);
// Records of before there was a choice have their name and their time alone.
const tenantRecord = z.object({
  tenantId: z.string(),
  name: z.string(),
  timeZone: z.string().nullable().default(null),
  region: z.enum(REGIONS).nullable().default(null),
  allowsCrossRegionFallback: z.boolean().default(false),
  limits: z
    .object({
      perSecondOfTenant: limit,
      perSecondOfKey: limit,
      openPerTenant: limit,
      highShareOfTenant: limit,
    })
    .default(NO_LIMITS),
  retentionHours: z.number().nullable().default(null),
  hasThinWebhooks: z.boolean().default(false),
  status: z.enum(['active', 'suspended', 'deleting']).default('active'),
  createdAtMs: z.number(),
  deletingSinceMs: z.number().nullable().default(null),
});

const SECONDS_PER_HOUR = 3_600;
/** Seconds that its finished queries are kept, for those who settle them; '' for the fleet's. */
export const keptSecondsOf = ({ retentionHours }: Tenant): number | '' =>
  retentionHours === null ? '' : retentionHours * SECONDS_PER_HOUR;

export const readTenant = (text: string): Tenant => tenantRecord.parse(JSON.parse(text));

/** Fault `invalid-input` for an id or a time zone that cannot be one. */
export function newTenant({ tenantId, name, ...facts }: NewTenant, nowMs: number): Tenant {
  if (!TENANT_ID.test(tenantId) || RESERVED_TENANT_IDS.has(tenantId))
    throw refused(
      '/id',
      'A tenant id is 1-63 small letters, digits or dashes, and not a name that the fleet uses itself.',
    );
  const bare: Tenant = {
    tenantId,
    name,
    timeZone: null,
    region: null,
    allowsCrossRegionFallback: false,
    limits: NO_LIMITS,
    retentionHours: null,
    hasThinWebhooks: false,
    status: 'active',
    createdAtMs: nowMs,
    deletingSinceMs: null,
  };
  return withFacts(bare, facts);
}

/** Fault `conflict` for one that is being deleted. */
export function changedTenant(tenant: Tenant, { name, status, ...facts }: TenantChange): Tenant {
  requireKept(tenant);
  return withFacts({ ...tenant, name: name ?? tenant.name, status: status ?? tenant.status }, facts);
}

/** One that nobody has entered, as it is asked for anew. Fault `conflict` for one that is being deleted. */
export function remadeTenant(before: Tenant, made: Tenant): Tenant {
  requireKept(before);
  return { ...made, status: before.status, createdAtMs: before.createdAtMs };
}

export const deletedTenant = (tenant: Tenant, nowMs: number): Tenant =>
  tenant.status === 'deleting' ? tenant : { ...tenant, status: 'deleting', deletingSinceMs: nowMs };

function withFacts(tenant: Tenant, facts: TenantFacts): Tenant {
  const { timeZone, region, limits, hasThinWebhooks, allowsCrossRegionFallback, retentionHours } = facts;
  if (typeof timeZone === 'string' && !isTimeZone(timeZone))
    throw refused('/time_zone', 'Name a time zone as IANA does, such as Europe/Berlin.');
  return {
    ...tenant,
    timeZone: timeZone === undefined ? tenant.timeZone : timeZone,
    region: region === undefined ? tenant.region : region,
    allowsCrossRegionFallback: allowsCrossRegionFallback ?? tenant.allowsCrossRegionFallback,
    limits: { ...tenant.limits, ...limits },
    retentionHours: retentionHours === undefined ? tenant.retentionHours : retentionHours,
    hasThinWebhooks: hasThinWebhooks ?? tenant.hasThinWebhooks,
  };
}

function requireKept({ status }: Tenant): void {
  if (status === 'deleting')
    throw new Fault('conflict', 'This tenant is being deleted. Nothing of it can be changed any more.');
}

const refused = (pointer: string, message: string): Fault =>
  new Fault('invalid-input', message, { problems: [{ pointer, message }] });
