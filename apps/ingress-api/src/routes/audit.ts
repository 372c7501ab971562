import type { AuditReader, AuditRecord } from '@ragfleet/audit-log';
import {
  auditEvents,
  type AuditEventResource,
  auditList,
  auditVerification,
  periodEndMs,
  periodStartMs,
} from '@ragfleet/contracts';
import { Fault, FLEET_AUDIT_TENANT, type Principal, untilAborted } from '@ragfleet/kernel';
import { fleetOrTenantRoute } from '../http/define-route.ts';
import { ok } from '../http/replies.ts';
import type { Route } from '../http/route.ts';
import { MAY_ADMINISTER } from './permissions.ts';
import { timestamp } from './timestamps.ts';

export interface AuditRoutePorts {
  readonly auditReader: AuditReader;
}

interface ReadLimit {
  readonly limitMs: number;
  /** What helps where it is over. */
  readonly refusal: () => Fault;
}

/** The request's own fault: as it is, it takes as long the next time. */
const LIST: ReadLimit = {
  limitMs: 15_000,
  refusal: () =>
    new Fault('invalid-input', 'The audit log of so long a time is not read in 15 s. Narrow the period.', {
      problems: [{ pointer: '/from', message: 'Give a later start, and read what is older by `to`.' }],
    }),
};
/** What is kept changes by days, and each walk reads all of it: longer than a client waits to ask again by itself. */
const WALK_AGAIN_MS = 3_600_000;
const VERIFY: ReadLimit = {
  limitMs: 60_000,
  refusal: () =>
    new Fault(
      'timeout',
      'The audit log was not walked in 60 s. Let it be kept for fewer days (AUDIT_RETENTION_DAYS).',
      { isOutcomeKnown: true, retryAfterMs: WALK_AGAIN_MS },
    ),
};

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
      // A budget of the route would be over first, and gives no advice.
      budgetMs: 'own',
    },
    async ({ caller, query, signal }) => {
      const { user_id: userId, type: types, from, to, limit, starting_after: before } = query;
      const wanted = {
        tenantId: tenantOf(caller),
        limit,
        ...(userId !== undefined && { userId }),
        ...(types !== undefined && { types }),
        ...(from !== undefined && { from: timestamp(periodStartMs(from)) }),
        ...(to !== undefined && { to: timestamp(periodEndMs(to)) }),
        ...(before !== undefined && { before }),
      };
      const { records, hasMore } = await inTime(LIST, signal, (within) => auditReader.list(wanted, within));
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
      budgetMs: 'own',
    },
    async ({ caller, signal }) => {
      const tenantId = caller.kind === 'tenant' ? caller.tenantId : null;
      const verification = await inTime(VERIFY, signal, (within) => auditReader.verify(tenantId, within));
      return ok({ object: 'audit_verification', ...verification, covers: auditReader.covers });
    },
  );
}

const tenantOf = (caller: Principal): string =>
  caller.kind === 'tenant' ? caller.tenantId : FLEET_AUDIT_TENANT;
const toResource = (record: AuditRecord): AuditEventResource => ({ ...record, object: 'audit_event' });

/** The work stops with its request, and not only the wait for it. */
async function inTime<T>(
  { limitMs, refusal }: ReadLimit,
  signal: AbortSignal,
  work: (within: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(refusal()), limitMs);
  const within = AbortSignal.any([signal, late.signal]);
  try {
    return await untilAborted(work(within), within);
  } finally {
    clearTimeout(timer);
  }
}
