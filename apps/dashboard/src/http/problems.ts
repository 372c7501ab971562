import { instanceOf, problemReply, requestIdOf } from '@ragfleet/contracts';
import { Fault, toFault } from '@ragfleet/kernel';
import type { Logger } from '@ragfleet/service-runtime';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';

const REQUEST_ID = 'X-Request-Id';

/** Gives every reply the id under which its problem and its log line are found. */
export const nameRequest: RequestHandler = (request, response, next) => {
  response.setHeader(REQUEST_ID, requestIdOf(request.get(REQUEST_ID)));
  next();
};

/** RFC 9457. Nothing of the request but its path is repeated. */
export function sendProblem(request: Request, response: Response, fault: Fault): void {
  const { status, headers, body } = problemReply(fault, {
    instance: instanceOf(request.originalUrl),
    requestId: requestIdIn(response),
  });
  response.status(status).set(headers);
  response.type('application/problem+json').send(JSON.stringify(body));
}

/** The one place where a fault becomes a reply. */
export function createErrorHandler(logger: Pick<Logger, 'error'>): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const fault = faultOf(error);
    if (fault.kind === 'internal')
      logger.error({ error, requestId: requestIdIn(response) }, 'request failed');
    if (response.headersSent) next(error);
    else sendProblem(request, response, fault);
  };
}

const requestIdIn = (response: Response): string => requestIdOf(response.get(REQUEST_ID));

/** Express's own parsers throw errors with a status: the client's mistake, in the fleet's words. */
function faultOf(error: unknown): Fault {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 413) return new Fault('too-large', 'Send a smaller request.', { cause: error });
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new Fault('malformed', 'The request cannot be read.', { cause: error });
  return toFault(error);
}
