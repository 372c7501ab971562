import type { Permission } from '@ragfleet/kernel';
import { notBuilt } from '../http/define-route.ts';
import type { Access, Method, Route, RouteFacts } from '../http/route.ts';
import { tenantParams, userParams } from './ids.ts';
import { MAY_ADMINISTER } from './permissions.ts';

type Declared = readonly [
  operation: `${Method} /${string}`,
  access: Access,
  facts: Pick<RouteFacts, 'operationId' | 'summary' | 'tag' | 'params'>,
  missing: string,
];

const tenant = (anyOf: readonly Permission[]): Access => ({ who: 'tenant', anyOf });
const operator: Access = { who: 'operator' };

const TENANTS = 'the administration of tenants over HTTP';

// What the contract names and a later version builds. Credentials and permissions are checked as if it were there.
const DECLARED: readonly Declared[] = [
  [
    'post /v1/tenants',
    operator,
    { operationId: 'createTenant', summary: 'Create a tenant', tag: 'Tenants' },
    TENANTS,
  ],
  [
    'get /v1/tenants',
    operator,
    { operationId: 'listTenants', summary: 'List the tenants', tag: 'Tenants' },
    TENANTS,
  ],
  [
    'patch /v1/tenants/{id}',
    operator,
    { operationId: 'updateTenant', summary: 'Change a tenant', tag: 'Tenants', params: tenantParams },
    TENANTS,
  ],
  [
    'delete /v1/tenants/{id}',
    operator,
    { operationId: 'deleteTenant', summary: 'Delete a tenant', tag: 'Tenants', params: tenantParams },
    TENANTS,
  ],
  [
    'delete /v1/users/{id}/data',
    tenant(MAY_ADMINISTER),
    { operationId: 'eraseUser', summary: "Erase a user's data", tag: 'Tenants', params: userParams },
    'erasure of personal data',
  ],
];

export function notBuiltRoutes(): Route[] {
  return DECLARED.map(([operation, access, facts, missing]) =>
    notBuilt(access, { ...parseOperation(operation), ...facts, replies: {} }, missing),
  );
}

function parseOperation(operation: Declared[0]): Pick<RouteFacts, 'method' | 'path'> {
  const method = (['get', 'post', 'put', 'patch', 'delete'] as const).find((name) =>
    operation.startsWith(name),
  );
  return { method: method ?? 'get', path: `/${operation.slice(operation.indexOf('/') + 1)}` };
}
