import type { RagfleetClient, Tenant, TenantChange, TenantLimits } from '@ragfleet/client';
import { Fault } from '@ragfleet/kernel';
import { clientAs, type CommandContext, jsonLine } from '../command-context.ts';

interface JsonOption {
  readonly json: boolean;
}

export type Limit = number | 'none';

/** As commander gives them: what is not named is not there, and `none` is the fleet's. */
export interface TenantOptions extends JsonOption {
  readonly name?: string;
  readonly timeZone?: string;
  readonly region?: 'us' | 'eu' | 'apac' | 'uk' | 'none';
  readonly crossRegionFallback?: 'on' | 'off';
  readonly retentionHours?: Limit;
  readonly thinWebhooks?: 'on' | 'off';
  readonly requestsPerSecond?: Limit;
  readonly requestsPerSecondPerKey?: Limit;
  readonly openQueries?: Limit;
  readonly highLaneShare?: Limit;
}

/** Shows every tenant. */
export async function listTenants(context: CommandContext, { json }: JsonOption): Promise<boolean> {
  const { tenants: api } = await clientAs(context, 'operator');
  const tenants = await readAll(api, context.signal);
  if (json) context.print(jsonLine({ tenants }));
  else for (const tenant of tenants) context.print(lineOf(tenant));
  return true;
}

export async function showTenant(
  context: CommandContext,
  id: string,
  { json }: JsonOption,
): Promise<boolean> {
  const { tenants } = await clientAs(context, 'operator');
  return tell(context, await tenants.get(id, { signal: context.signal }), json);
}

/** Makes a tenant. The secret of its admin's first key is in the reply, and nowhere afterwards. */
export async function createTenant(
  context: CommandContext,
  id: string,
  { admin, ...options }: TenantOptions & { readonly name: string; readonly admin?: string },
): Promise<boolean> {
  const { tenants } = await clientAs(context, 'operator');
  const wanted = {
    id,
    ...changeOf(options),
    name: options.name,
    ...(admin !== undefined && { admin_principal_id: admin }),
  };
  const created = await tenants.create(wanted, { signal: context.signal });
  tell(context, created, options.json);
  if (!options.json) context.print(`Admin's key, shown this once: ${created.admin_key.secret}`);
  return true;
}

export async function updateTenant(
  context: CommandContext,
  id: string,
  options: TenantOptions,
): Promise<boolean> {
  const change = changeOf(options);
  if (Object.keys(change).length === 0)
    throw new Fault('invalid-input', 'Name what is to change: ragfleet tenants update --help lists it.');
  const { tenants } = await clientAs(context, 'operator');
  return tell(context, await tenants.update(id, change, { signal: context.signal }), options.json);
}

export async function setTenantStatus(
  context: CommandContext,
  id: string,
  status: 'active' | 'suspended',
  { json }: JsonOption,
): Promise<boolean> {
  const { tenants } = await clientAs(context, 'operator');
  return tell(context, await tenants.update(id, { status }, { signal: context.signal }), json);
}

/** Asks for the deletion, which goes on by itself: `show` finds the tenant until nothing of it is left. */
export async function deleteTenant(
  context: CommandContext,
  id: string,
  { json, confirm }: JsonOption & { readonly confirm: string },
): Promise<boolean> {
  if (confirm !== id)
    throw new Fault(
      'invalid-input',
      'Nothing was deleted: --confirm names another tenant. Give the same id twice.',
    );
  const { tenants } = await clientAs(context, 'operator');
  return tell(context, await tenants.delete(id, { signal: context.signal }), json);
}

const PAGE = 100;

async function readAll(api: RagfleetClient['tenants'], signal: AbortSignal): Promise<Tenant[]> {
  const tenants: Tenant[] = [];
  for (;;) {
    const last = tenants.at(-1);
    const page = await api.list({ limit: PAGE, ...(last && { starting_after: last.id }) }, { signal });
    tenants.push(...page.data);
    if (page.has_more !== true || page.data.length === 0) return tenants;
  }
}

function changeOf(options: TenantOptions): TenantChange {
  const { name, timeZone, region, retentionHours, thinWebhooks, crossRegionFallback } = options;
  const limits = limitsOf(options);
  return {
    ...(name !== undefined && { name }),
    ...(timeZone !== undefined && { time_zone: timeZone === 'none' ? null : timeZone }),
    ...(region !== undefined && { region: region === 'none' ? null : region }),
    ...(crossRegionFallback !== undefined && { allow_cross_region_fallback: crossRegionFallback === 'on' }),
    ...(retentionHours !== undefined && { retention_hours: orFleets(retentionHours) }),
    ...(thinWebhooks !== undefined && { thin_webhooks: thinWebhooks === 'on' }),
    ...(Object.keys(limits).length > 0 && { limits }),
  };
}

function limitsOf(options: TenantOptions): Partial<TenantLimits> {
  const { requestsPerSecond, requestsPerSecondPerKey, openQueries, highLaneShare } = options;
  return {
    ...(requestsPerSecond !== undefined && { requests_per_second: orFleets(requestsPerSecond) }),
    ...(requestsPerSecondPerKey !== undefined && {
      requests_per_second_per_key: orFleets(requestsPerSecondPerKey),
    }),
    ...(openQueries !== undefined && { open_queries: orFleets(openQueries) }),
    ...(highLaneShare !== undefined && { high_lane_share: orFleets(highLaneShare) }),
  };
}

const orFleets = (limit: Limit): number | null => (limit === 'none' ? null : limit);

function tell(context: CommandContext, tenant: Tenant, json: boolean): boolean {
  context.print(json ? jsonLine(tenant) : lineOf(tenant));
  return true;
}

function lineOf(tenant: Tenant): string {
  const { id, name, status, region, limits, retention_hours, thin_webhooks, created_at } = tenant;
  const own = Object.entries(limits).filter(([, limit]) => limit !== null);
  const facts = [
    ...(region === null ? [] : [`region ${region}`]),
    ...own.map(([limit, value]) => `${limit} ${value}`),
    ...(tenant.allow_cross_region_fallback ? ['cross-region fallback'] : []),
    ...(retention_hours === null ? [] : [`keeps queries ${retention_hours} h`]),
    ...(thin_webhooks ? ['thin webhooks'] : []),
  ];
  return [id.padEnd(24), status.padEnd(9), created_at, name, ...facts].join('  ');
}
