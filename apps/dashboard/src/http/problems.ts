import { problemStatus, problemTitle, problemType } from '@ragfleet/contracts';
import { Fault, toFault } from '@ragfleet/kernel';
import type { Logger } from '@ragfleet/service-runtime';
import type { ErrorRequestHandler, Response } from 'express';

/** RFC 9457. Nothing of the request is repeated. */
export function sendProblem(response: Response, fault: Fault): void {
  const status = problemStatus(fault.kind);
  if (fault.retryAfterMs !== undefined)
    response.setHeader('Retry-After', Math.ceil(fault.retryAfterMs / 1_000));
  response
    .status(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: problemType(fault.kind),
        title: problemTitle(fault.kind),
        status,
        detail: fault.message,
      }),
    );
}

/** The one place where a fault becomes a reply. */
export function createErrorHandler(logger: Pick<Logger, 'error'>): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const fault = faultOf(error);
    if (fault.kind === 'internal') logger.error({ error }, 'request failed');
    if (response.headersSent) next(error);
    else sendProblem(response, fault);
  };
}

/** Express's own parsers throw errors with a status: the client's mistake, in the fleet's words. */
function faultOf(error: unknown): Fault {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 413) return new Fault('too-large', 'Send a smaller request.', { cause: error });
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new Fault('malformed', 'The request cannot be read.', { cause: error });
  return toFault(error);
}
