import type { Permission } from '@ragfleet/kernel';
import { notBuilt } from '../http/define-route.ts';
import type { Access, Method, Route, RouteFacts } from '../http/route.ts';
import { userParams } from './ids.ts';
import { MAY_ADMINISTER } from './permissions.ts';

type Declared = readonly [
  operation: `${Method} /${string}`,
  access: Access,
  facts: Pick<RouteFacts, 'operationId' | 'summary' | 'tag' | 'params'>,
  missing: string,
];

const tenant = (anyOf: readonly Permission[]): Access => ({ who: 'tenant', anyOf });

// What the contract names and a later version builds. Credentials and permissions are checked as if it were there.
const DECLARED: readonly Declared[] = [
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
