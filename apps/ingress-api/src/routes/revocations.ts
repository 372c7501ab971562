import {
  LIMITS,
  listOf,
  revocationResource,
  type RevocationResource,
  revocationSubmission,
} from '@ragfleet/contracts';
import type { Revocations, RevokedSubject } from '@ragfleet/identity';
import { Fault } from '@ragfleet/kernel';
import { tenantRoute } from '../http/define-route.ts';
import { created, list, noContent } from '../http/replies.ts';
import type { Route } from '../http/route.ts';
import { revocationParams } from './ids.ts';
import { MAY_ADMINISTER } from './permissions.ts';
import { timestamp } from './timestamps.ts';

export interface RevocationRoutePorts {
  readonly revocations: Pick<Revocations, 'revokeSubject' | 'restoreSubject' | 'list'>;
}

/** People of the caller's tenant whose tokens are refused, whatever their issuer signs. */
export function revocationRoutes({ revocations }: RevocationRoutePorts): Route[] {
  const revoke = tenantRoute(
    MAY_ADMINISTER,
    {
      method: 'post',
      path: '/v1/revocations',
      operationId: 'revokeSubject',
      summary: 'Refuse the tokens of a person; in force everywhere within 5 s',
      tag: 'Keys',
      body: { schema: revocationSubmission, maxBytes: LIMITS.queryBodyBytes },
      replies: { 201: { description: 'Revoked, or revoked before.', schema: revocationResource } },
      faults: ['conflict'],
      audits: 'revocation.create',
      auditTarget: ({ body }) => ({ person: body.principal_id }),
    },
    async ({ caller, body }) =>
      created(resourceOf(await revocations.revokeSubject(caller.tenantId, body.principal_id))),
  );
  const all = tenantRoute(
    MAY_ADMINISTER,
    {
      method: 'get',
      path: '/v1/revocations',
      operationId: 'listRevocations',
      summary: 'List the people whose tokens are refused, newest first',
      tag: 'Keys',
      replies: { 200: { description: 'At most 10,000.', schema: listOf(revocationResource) } },
    },
    async ({ caller }) => list((await revocations.list(caller.tenantId)).map(resourceOf)),
  );
  const restore = tenantRoute(
    MAY_ADMINISTER,
    {
      method: 'delete',
      path: '/v1/revocations/{id}',
      operationId: 'restoreSubject',
      summary: 'Take the tokens of a person again',
      tag: 'Keys',
      params: revocationParams,
      replies: { 204: { description: 'Lifted.' } },
      faults: ['not-found'],
      audits: 'revocation.lift',
      auditTarget: ({ params }) => ({ person: params.id }),
    },
    async ({ caller, params }) => {
      if (await revocations.restoreSubject(caller.tenantId, params.id)) return noContent;
      throw new Fault('not-found', 'There is no such revocation.');
    },
  );
  return [revoke, all, restore];
}

function resourceOf({ principalId, revokedAtMs }: RevokedSubject): RevocationResource {
  return { object: 'revocation', principal_id: principalId, revoked_at: timestamp(revokedAtMs) };
}
