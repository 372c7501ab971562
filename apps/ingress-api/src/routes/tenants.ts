import {
  createdTenantResource,
  LIMITS,
  listOf,
  tenantChange,
  tenantList,
  type TenantResource,
  tenantResource,
  tenantSubmission,
} from '@ragfleet/contracts';
import type { CreatedTenant, Tenant, TenantChange, TenantLimits, Tenants } from '@ragfleet/identity';
import { Fault, type Principal } from '@ragfleet/kernel';
import type { z } from 'zod';
import { fleetOrTenantRoute, operatorRoute } from '../http/define-route.ts';
import { accepted, created, list, ok } from '../http/replies.ts';
import type { Route } from '../http/route.ts';
import { tenantParams } from './ids.ts';
import { MAY_ADMINISTER } from './permissions.ts';
import { timestamp } from './timestamps.ts';

/** What an operator does to a tenant, before it is done. */
export interface TenantAction {
  readonly action: 'tenant.create' | 'tenant.update' | 'tenant.delete';
  readonly tenantId: string;
  readonly operator: Pick<Principal, 'principalId' | 'keyId'>;
  /** What was asked for, as it was asked. */
  readonly change: Readonly<Record<string, unknown>>;
}

export interface TenantRoutePorts {
  readonly tenants: Tenants;
  /** Makes the first key of an admin. Fault `conflict` when somebody else has taken the tenant over to make it. */
  readonly createAdminKey: (
    tenant: CreatedTenant,
    principalId: string,
  ) => Promise<{ readonly keyId: string; readonly secret: string }>;
  /** Rejects when the action cannot be written down: then it is not done. */
  readonly auditTenantAction: (action: TenantAction) => Promise<void>;
}

const TAG = { tag: 'Tenants' } as const;
const ONE = { ...TAG, params: tenantParams, faults: ['not-found', 'conflict'] } as const;

/** The tenants of the fleet: made, listed, changed, suspended and deleted by operators. An admin reads its own. */
export function tenantRoutes(ports: TenantRoutePorts): Route[] {
  return [createRoute(ports), listRoute(ports), readRoute(ports), changeRoute(ports), deleteRoute(ports)];
}

function createRoute({ tenants, createAdminKey, auditTenantAction }: TenantRoutePorts): Route {
  return operatorRoute(
    {
      ...TAG,
      method: 'post',
      path: '/v1/tenants',
      operationId: 'createTenant',
      summary: "Create a tenant with its admin's first key; the secret is shown this once",
      body: { schema: tenantSubmission, maxBytes: LIMITS.queryBodyBytes },
      replies: { 201: { description: 'The tenant, and the key.', schema: createdTenantResource } },
      faults: ['conflict'],
    },
    async ({ caller, body }) => {
      const { id: tenantId, name, admin_principal_id, ...facts } = body;
      if (await tenants.isTaken(tenantId)) throw taken();
      await auditTenantAction({
        action: 'tenant.create',
        tenantId,
        operator: operatorOf(caller),
        change: body,
      });
      const made = await tenants.create({ tenantId, name, ...changeOf(facts) });
      const { keyId: id, secret } = await createAdminKey(made, admin_principal_id);
      return created({ ...resourceOf(made.tenant), admin_key: { id, secret } });
    },
  );
}

function listRoute({ tenants }: TenantRoutePorts): Route {
  return operatorRoute(
    {
      ...TAG,
      method: 'get',
      path: '/v1/tenants',
      operationId: 'listTenants',
      summary: 'List the tenants, newest first',
      query: tenantList,
      replies: { 200: { description: 'A page.', schema: listOf(tenantResource) } },
    },
    async ({ query }) => {
      const page = { limit: query.limit, startingAfter: query.starting_after ?? null };
      const { tenants: found, hasMore } = await tenants.page(page);
      return list(found.map(resourceOf), hasMore);
    },
  );
}

function readRoute({ tenants }: TenantRoutePorts): Route {
  return fleetOrTenantRoute(
    MAY_ADMINISTER,
    {
      ...TAG,
      method: 'get',
      path: '/v1/tenants/{id}',
      operationId: 'getTenant',
      summary: 'Read a tenant; an admin reads its own',
      params: tenantParams,
      replies: { 200: { description: 'The tenant.', schema: tenantResource } },
      faults: ['not-found'],
    },
    async ({ caller, params }) => {
      const isOthers = caller.kind === 'tenant' && caller.tenantId !== params.id;
      return ok(resourceOf(found(isOthers ? null : await tenants.get(params.id))));
    },
  );
}

function changeRoute({ tenants, auditTenantAction }: TenantRoutePorts): Route {
  return operatorRoute(
    {
      ...ONE,
      method: 'patch',
      path: '/v1/tenants/{id}',
      operationId: 'updateTenant',
      summary: 'Change, suspend or resume a tenant; in force everywhere within 5 s',
      body: { schema: tenantChange, maxBytes: LIMITS.queryBodyBytes },
      replies: { 200: { description: 'The tenant as it is now.', schema: tenantResource } },
    },
    async ({ caller, params: { id: tenantId }, body: change }) => {
      requireKept(found(await tenants.get(tenantId)));
      await auditTenantAction({ action: 'tenant.update', tenantId, operator: operatorOf(caller), change });
      return ok(resourceOf(found(await tenants.update(tenantId, changeOf(change)))));
    },
  );
}

function deleteRoute({ tenants, auditTenantAction }: TenantRoutePorts): Route {
  return operatorRoute(
    {
      ...ONE,
      method: 'delete',
      path: '/v1/tenants/{id}',
      operationId: 'deleteTenant',
      summary:
        'Delete a tenant: nobody gets in within 5 s, then all that it has is removed; nothing brings it back',
      replies: { 202: { description: 'The tenant, until it is gone.', schema: tenantResource } },
    },
    async ({ caller, params: { id: tenantId } }) => {
      found(await tenants.get(tenantId));
      await auditTenantAction({
        action: 'tenant.delete',
        tenantId,
        operator: operatorOf(caller),
        change: {},
      });
      return accepted(resourceOf(found(await tenants.delete(tenantId))));
    },
  );
}

const taken = (): Fault =>
  new Fault(
    'conflict',
    'There is a tenant of this id already, or one that is being deleted. Choose another id, or send it again in 5 s if no reply came.',
  );

function found(tenant: Tenant | null): Tenant {
  if (tenant !== null) return tenant;
  throw new Fault('not-found', 'There is no such tenant.');
}

/** What is refused anyway is not written down as done. */
function requireKept({ status }: Tenant): void {
  if (status === 'deleting')
    throw new Fault('conflict', 'This tenant is being deleted. Nothing of it can be changed any more.');
}

function operatorOf(caller: Principal | null): Pick<Principal, 'principalId' | 'keyId'> {
  if (caller !== null) return caller;
  throw new Fault('internal', 'A route for operators was reached without one.');
}

type Change = z.output<typeof tenantChange>;

function changeOf(change: Change): TenantChange {
  const { name, status, time_zone, region, limits, retention_hours, thin_webhooks } = change;
  const { allow_cross_region_fallback } = change;
  return {
    ...(name !== undefined && { name }),
    ...(status !== undefined && { status }),
    ...(time_zone !== undefined && { timeZone: time_zone }),
    ...(region !== undefined && { region }),
    ...(allow_cross_region_fallback !== undefined && {
      allowsCrossRegionFallback: allow_cross_region_fallback,
    }),
    ...(limits !== undefined && { limits: limitsOf(limits) }),
    ...(retention_hours !== undefined && { retentionHours: retention_hours }),
    ...(thin_webhooks !== undefined && { hasThinWebhooks: thin_webhooks }),
  };
}

function limitsOf(limits: NonNullable<Change['limits']>): Partial<TenantLimits> {
  const { requests_per_second, requests_per_second_per_key, open_queries, high_lane_share } = limits;
  return {
    ...(requests_per_second !== undefined && { perSecondOfTenant: requests_per_second }),
    ...(requests_per_second_per_key !== undefined && { perSecondOfKey: requests_per_second_per_key }),
    ...(open_queries !== undefined && { openPerTenant: open_queries }),
    ...(high_lane_share !== undefined && { highShareOfTenant: high_lane_share }),
  };
}

const resourceOf = (tenant: Tenant): TenantResource => ({
  id: tenant.tenantId,
  object: 'tenant',
  name: tenant.name,
  status: tenant.status,
  time_zone: tenant.timeZone,
  region: tenant.region,
  allow_cross_region_fallback: tenant.allowsCrossRegionFallback,
  limits: {
    requests_per_second: tenant.limits.perSecondOfTenant,
    requests_per_second_per_key: tenant.limits.perSecondOfKey,
    open_queries: tenant.limits.openPerTenant,
    high_lane_share: tenant.limits.highShareOfTenant,
  },
  retention_hours: tenant.retentionHours,
  thin_webhooks: tenant.hasThinWebhooks,
  created_at: timestamp(tenant.createdAtMs),
});
