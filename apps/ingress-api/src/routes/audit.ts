import type { AuditReader, AuditRecord } from '@ragfleet/audit-log';
import { auditEvents, type AuditEventResource, auditList, auditVerification } from '@ragfleet/contracts';
import { Fault, type Principal } from '@ragfleet/kernel';
import { fleetOrTenantRoute } from '../http/define-route.ts';
import { ok } from '../http/replies.ts';
import type { Route } from '../http/route.ts';
import { MAY_ADMINISTER } from './permissions.ts';

export interface AuditRoutePorts {
  readonly auditReader: AuditReader;
}

const READ_MS = 15_000;
const VERIFY_MS = 60_000;
/** Where the log keeps what is done by nobody of a tenant: what operators read. */
const FLEET = 'fleet';

/** The audit log: admins read what is of their tenant, operators what is of no tenant. */
export function auditRoutes(ports: AuditRoutePorts): Route[] {
  return [listRoute(ports), verifyRoute(ports)];
}

function listRoute({ auditReader }: AuditRoutePorts): Route {
  return fleetOrTenantRoute(
    MAY_ADMINISTER,
    {
      method: 'get',
      path: '/v1/audit',
      operationId: 'listAuditEvents',
      summary: 'Read the audit log, newest first',
      tag: 'Audit',
      query: auditList,
      replies: { 200: { description: 'The events.', schema: auditEvents } },
      budgetMs: READ_MS,
    },
    async ({ caller, query, signal }) => {
      const { user_id: userId, type: types, from, to, limit, starting_after: before } = query;
      const wanted = {
        tenantId: tenantOf(caller),
        limit,
        ...(userId !== undefined && { userId }),
        ...(types !== undefined && { types }),
        ...(from !== undefined && { from: inUtc(from) }),
        ...(to !== undefined && { to: inUtc(to) }),
        ...(before !== undefined && { before }),
      };
      const { records, hasMore } = await auditReader.list(wanted, withinMs(signal, READ_MS));
      return ok({
        object: 'list',
        data: records.map(toResource),
        has_more: hasMore,
        covers: auditReader.covers,
      });
    },
  );
}

function verifyRoute({ auditReader }: AuditRoutePorts): Route {
  return fleetOrTenantRoute(
    MAY_ADMINISTER,
    {
      method: 'get',
      path: '/v1/audit/verify',
      operationId: 'verifyAuditLog',
      summary: 'Verify the chains of the audit log',
      tag: 'Audit',
      replies: {
        200: { description: 'Whether every line is as it was written.', schema: auditVerification },
      },
      budgetMs: VERIFY_MS,
    },
    async ({ caller, signal }) => {
      const tenantId = caller.kind === 'tenant' ? caller.tenantId : null;
      const verification = await auditReader.verify(tenantId, withinMs(signal, VERIFY_MS));
      return ok({ object: 'audit_verification', ...verification, covers: auditReader.covers });
    },
  );
}

const tenantOf = (caller: Principal): string => (caller.kind === 'tenant' ? caller.tenantId : FLEET);
const inUtc = (time: string): string => new Date(time).toISOString();
const toResource = (record: AuditRecord): AuditEventResource => ({ ...record, object: 'audit_event' });

/** The work stops with its request, and not only the wait for it. */
function withinMs(signal: AbortSignal, limitMs: number): AbortSignal {
  const late = new AbortController();
  const message = `The audit log was not read in ${limitMs} ms. Narrow the period.`;
  setTimeout(() => late.abort(new Fault('timeout', message)), limitMs).unref();
  return AbortSignal.any([signal, late.signal]);
}
