import { Fault } from '@ragfleet/kernel';
import type { Logger } from '@ragfleet/service-runtime';
import type { RequestHandler } from 'express';
import type { AuditAction } from '../audit/audit-action.ts';
import type { CsrfTokens } from '../http/cross-site.ts';
import { callerOf } from '../http/require-operator.ts';

/**
 * What operators may change when the dashboard is not read-only. Nothing that adds or edits a payload, and nothing
 * that empties a queue: one click would lose accepted questions and can hold up Redis for minutes.
 */
const ALLOWED: readonly RegExp[] = [
  /^\/api\/queues\/[^/]+\/[^/]+\/(retry|promote)$/,
  /^\/api\/queues\/[^/]+\/retry\/failed$/,
  /^\/api\/queues\/[^/]+\/(pause|resume)$/,
];

export interface MutationOptions {
  readonly isReadOnly: boolean;
  readonly csrf: CsrfTokens;
  readonly auditAction: AuditAction;
  readonly logger: Pick<Logger, 'info'>;
}

/** Refuses changes: all of them by default. What is allowed is in the audit log, with the one who did it, before it is done. */
export function createAllowMutations({
  isReadOnly,
  csrf,
  auditAction,
  logger,
}: MutationOptions): RequestHandler {
  return async (request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') return next();
    if (isReadOnly)
      throw new Fault(
        'forbidden',
        'This dashboard is read-only. Set DASHBOARD_READ_ONLY=false to change queues.',
      );
    const isAllowed = request.method === 'PUT' && ALLOWED.some((path) => path.test(request.path));
    if (!isAllowed) throw new Fault('forbidden', 'The dashboard does not offer this change.');
    const { user, session } = callerOf(response);
    if (session !== null) csrf.require(request, session);
    await auditAction(user, 'dashboard.queue', { change: request.path.replace('/api/queues/', '') });
    logger.info({ user, method: request.method, path: request.path }, 'queue changed from the dashboard');
    next();
  };
}
