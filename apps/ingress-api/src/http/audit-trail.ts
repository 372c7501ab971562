import type { QueryService } from '@ragfleet/job-queue';
import {
  type Fault,
  FLEET_AUDIT_TENANT,
  isFault,
  MINUTE_MS,
  type Principal,
  toFault,
} from '@ragfleet/kernel';
import type { AuditEvent, AuditLog } from '@ragfleet/rag-core';
import type { Logger, Metrics } from '@ragfleet/service-runtime';
import { sourceOf } from './address-limit.ts';
import type { AuditedAction } from './route.ts';

export interface RefusedRequest {
  readonly caller: Principal | null;
  /** The pattern, never the path. */
  readonly route: string;
  readonly address: string;
}

/** What the ingress leaves in the audit log. */
export interface AuditTrail {
  /** What somebody is about to do. Faults: rate-limited, unavailable, overloaded; then it may not be done. */
  action(caller: Principal | null, action: AuditedAction): Promise<void>;
  /** What was done for somebody who only read. A log that cannot be written is an error in the process's own. */
  note(
    caller: Principal,
    event: Pick<AuditEvent, 'type' | 'metadata'> & { readonly question: string },
  ): Promise<void>;
  /** A request that was refused with 401 or 403; other errors are none. A flood is counted, not written. */
  refusal(error: unknown, request: RefusedRequest): void;
  /** When no refusal is being written any more. */
  settled(): Promise<void>;
}

export interface AuditTrailOptions {
  readonly audit: AuditLog;
  readonly queryService: Pick<QueryService, 'countRequest'>;
  readonly logger: Pick<Logger, 'error'>;
  readonly metrics: Pick<Metrics<'auditSuppressed'>, 'count'>;
  readonly nowMs?: () => number;
}

/** Refusals that are written in a minute: of one caller or address, and of all together. */
const PER_SOURCE = 10;
const IN_ALL = 300;

export function createAuditTrail({
  audit,
  queryService,
  logger,
  metrics,
  nowMs = Date.now,
}: AuditTrailOptions): AuditTrail {
  const allowance = createAllowance(nowMs);
  const writing = new Set<Promise<void>>();
  const write = async (event: AuditEvent): Promise<void> => {
    try {
      await audit.record(event);
    } catch (error) {
      logger.error({ kind: toFault(error).kind, type: event.type }, 'audit event not written');
    }
  };
  const writeLater = (event: AuditEvent): void => {
    const written = write(event).finally(() => writing.delete(written));
    writing.add(written);
  };
  return {
    action: async (caller, { action, target }) => {
      // A line each, on a volume that all share. Admins, who run the tenant, are held by what they do.
      if (caller?.kind === 'tenant' && !caller.permissions.has('admin'))
        await queryService.countRequest(caller);
      const event = { type: 'operator_action', question: '', ...whoIs(caller) } as const;
      return typeof target === 'object' && 'person' in target
        ? audit.record({ ...event, subjectId: target.person, metadata: { action } })
        : audit.record({ ...event, metadata: { action, target } });
    },
    note: (caller, event) => write({ ...event, ...whoIs(caller) }),
    refusal: (error, request) => {
      if (!isFault(error, 'unauthenticated', 'forbidden')) return;
      const suppressed = allowance.take(refusedSource(request));
      if (suppressed === null) metrics.count('auditSuppressed', { status: statusOf(error) });
      else writeLater(refusalEvent(error, request, suppressed));
    },
    settled: async () => {
      await Promise.all(writing);
    },
  };
}

const statusOf = ({ kind }: Fault): '401' | '403' => (kind === 'forbidden' ? '403' : '401');

/** Whom an allowance is of: the key, or the address of somebody without one. */
const refusedSource = ({ caller, address }: RefusedRequest): string =>
  caller === null ? sourceOf(address) : `${whoIs(caller).principal.tenantId}/${caller.keyId}`;

function refusalEvent(error: Fault, request: RefusedRequest, suppressed: number): AuditEvent {
  const { caller, route } = request;
  const facts = { route, status: Number(statusOf(error)), ...(suppressed > 0 && { suppressed }) };
  const metadata =
    caller === null ? { ...facts, address: refusedSource(request) } : { ...facts, reason: error.message };
  return { type: 'access_denied', question: '', ...whoIs(caller), metadata };
}

function whoIs(caller: Principal | null): Pick<AuditEvent, 'principal' | 'sessionId'> {
  if (caller === null)
    return { principal: { tenantId: FLEET_AUDIT_TENANT, principalId: 'anonymous' }, sessionId: 'none' };
  const tenantId = caller.kind === 'tenant' ? caller.tenantId : FLEET_AUDIT_TENANT;
  return { principal: { tenantId, principalId: caller.principalId }, sessionId: caller.keyId };
}

/** So many of each source, and so many in all, in a minute. A place is a number: how many were not let through before it. */
function createAllowance(nowMs: () => number): { take(source: string): number | null } {
  let minute = -1;
  let suppressed = 0;
  // No more sources than places.
  const taken = new Map<string, number>();
  let total = 0;
  return {
    take: (source) => {
      const now = Math.floor(nowMs() / MINUTE_MS);
      if (now !== minute) {
        minute = now;
        total = 0;
        taken.clear();
      }
      const count = taken.get(source) ?? 0;
      if (count >= PER_SOURCE || total >= IN_ALL) {
        suppressed += 1;
        return null;
      }
      taken.set(source, count + 1);
      total += 1;
      const before = suppressed;
      suppressed = 0;
      return before;
    },
  };
}
