import { me } from '@ragfleet/contracts';
import { PERMISSIONS, type Principal } from '@ragfleet/kernel';
import type { z } from 'zod';
import { fleetOrTenantRoute } from '../http/define-route.ts';
import { ok } from '../http/replies.ts';
import type { Route } from '../http/route.ts';

/** Who the caller is, so that a page offers what the caller may do and asks for nothing that is refused. */
export function meRoute(): Route {
  return fleetOrTenantRoute(
    PERMISSIONS,
    {
      method: 'get',
      path: '/v1/me',
      operationId: 'getMe',
      summary: 'Read who the credential is and what it may do',
      tag: 'Keys',
      replies: { 200: { description: 'The caller.', schema: me } },
    },
    async ({ caller }) => ok(resourceOf(caller)),
  );
}

function resourceOf(caller: Principal): z.output<typeof me> {
  const who = { object: 'principal', kind: caller.kind, principal_id: caller.principalId } as const;
  if (caller.kind === 'operator') {
    const outside = { tenant_id: null, role: null, department: null };
    return { ...who, ...outside, permissions: [], namespaces: [], lanes: [] };
  }
  return {
    ...who,
    tenant_id: caller.tenantId,
    role: caller.role,
    permissions: PERMISSIONS.filter((permission) => caller.permissions.has(permission)),
    namespaces: [...caller.namespaces],
    department: caller.department,
    lanes: [...caller.lanes],
  };
}
