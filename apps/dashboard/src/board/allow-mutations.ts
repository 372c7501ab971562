import { Fault } from '@ragfleet/kernel';
import type { Logger } from '@ragfleet/service-runtime';
import type { RequestHandler } from 'express';

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
  readonly logger: Pick<Logger, 'info'>;
}

/** Refuses changes: all of them by default. What is allowed is written to the log with the one who did it. */
export function createAllowMutations({ isReadOnly, logger }: MutationOptions): RequestHandler {
  return (request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') return next();
    if (isReadOnly)
      throw new Fault(
        'forbidden',
        'This dashboard is read-only. Set DASHBOARD_READ_ONLY=false to change queues.',
      );
    // A browser that has HTTP Basic credentials sends them from any page: the request must come from this one.
    const site = request.get('sec-fetch-site') ?? 'same-origin';
    const isAllowed = request.method === 'PUT' && ALLOWED.some((path) => path.test(request.path));
    if (!isAllowed || site !== 'same-origin')
      throw new Fault('forbidden', 'The dashboard does not offer this change.');
    const user: unknown = response.locals['user'];
    logger.info({ user, method: request.method, path: request.path }, 'queue changed from the dashboard');
    next();
  };
}
