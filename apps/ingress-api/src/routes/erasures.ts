import { type ErasureResource, erasureResource } from '@ragfleet/contracts';
import type { Revocations } from '@ragfleet/identity';
import type { Erasure, Erasures } from '@ragfleet/job-queue';
import { Fault } from '@ragfleet/kernel';
import { tenantRoute } from '../http/define-route.ts';
import { accepted, ok } from '../http/replies.ts';
import type { Reply, Route } from '../http/route.ts';
import { erasureParams, userParams } from './ids.ts';
import { MAY_ADMINISTER } from './permissions.ts';
import { timestamp } from './timestamps.ts';

export interface ErasureRoutePorts {
  readonly erasures: Pick<Erasures, 'begin' | 'get' | 'idOf'>;
  readonly revocations: Pick<Revocations, 'revokeErased'>;
  readonly publicUrl: string | null;
}

/** The erasure of a person's data, and how far it is. */
export function erasureRoutes(ports: ErasureRoutePorts): Route[] {
  return [eraseRoute(ports), readRoute(ports)];
}

function eraseRoute({ erasures, revocations, publicUrl }: ErasureRoutePorts): Route {
  return tenantRoute(
    MAY_ADMINISTER,
    {
      method: 'delete',
      path: '/v1/users/{id}/data',
      operationId: 'eraseUser',
      summary:
        "Erase a person's data and revoke their credentials; goes on by itself, nothing brings it back",
      tag: 'Tenants',
      params: userParams,
      replies: { 202: { description: 'Accepted, or accepted before.', schema: erasureResource } },
      audits: 'user.erase',
      // By the handler: the log is for long, and must not say whose data it was.
      auditTarget: () => null,
      faults: ['conflict', 'rate-limited'],
    },
    async ({ caller, params: { id: principalId }, audit }) => {
      const { tenantId } = caller;
      if (principalId === caller.principalId) throw nobodyErasesThemselves();
      const subject = { kind: 'user', id: principalId } as const;
      await audit({ action: 'user.erase', target: erasures.idOf(tenantId, subject) });
      // No key has such a name, and no key is revoked by this.
      if (principalId.includes('~')) await revocations.revokeErased(tenantId, principalId);
      const erasure = await erasures.begin(tenantId, subject);
      return acceptedErasure(erasure, publicUrl);
    },
  );
}

function readRoute({ erasures, publicUrl }: ErasureRoutePorts): Route {
  return tenantRoute(
    MAY_ADMINISTER,
    {
      method: 'get',
      path: '/v1/erasures/{id}',
      operationId: 'getErasure',
      summary: 'Read how far an erasure is; kept for 30 days after its end',
      tag: 'Tenants',
      params: erasureParams,
      replies: { 200: { description: 'The erasure.', schema: erasureResource } },
      faults: ['not-found'],
    },
    async ({ caller, params }) => {
      const erasure = await erasures.get(caller.tenantId, params.id);
      if (erasure !== null) return ok(resourceOf(erasure, publicUrl));
      throw new Fault('not-found', 'There is no such erasure, or it is no longer kept.');
    },
  );
}

/** 202 with the erasure, and where it can be followed. */
export function acceptedErasure(erasure: Erasure, publicUrl: string | null): Reply {
  const resource = resourceOf(erasure, publicUrl);
  return accepted(resource, { Location: resource.urls.self, 'Retry-After': '10' });
}

const nobodyErasesThemselves = (): Fault =>
  new Fault(
    'conflict',
    'Nobody erases themselves: it would revoke the key that could see it through. Use the key of another admin.',
  );

const NOTHING_FOUND: ErasureResource['counts'] = {
  queries: 0,
  deliveries: 0,
  idempotency_keys: 0,
  cache_entries: 0,
  embeddings: 0,
  popular_questions: 0,
  ledger_rows: 0,
  ingestions: 0,
  api_keys: 0,
  token_records: 0,
  audit_names: 0,
};

function resourceOf({ subject, ...erasure }: Erasure, publicUrl: string | null): ErasureResource {
  return {
    id: erasure.erasureId,
    object: 'erasure',
    user_id: subject.kind === 'user' ? subject.id : null,
    document_id: subject.kind === 'document' ? subject.id : null,
    status: erasure.status,
    counts: { ...NOTHING_FOUND, ...erasure.counts },
    created_at: timestamp(erasure.createdAtMs),
    finished_at: erasure.finishedAtMs === null ? null : timestamp(erasure.finishedAtMs),
    urls: { self: `${publicUrl ?? ''}/v1/erasures/${erasure.erasureId}` },
  };
}
