import { toFault } from '@ragfleet/kernel';
import type { TraceSpan, Tracing } from '@ragfleet/service-runtime';
import type { Request, Response } from 'express';
import { contextOf, type RequestContext } from './request-context.ts';
import type { Route } from './route.ts';

export type Serve = (request: Request, response: Response) => Promise<void>;

const SERVER_ERROR = 500;
const CLIENT_GONE = 499;

/**
 * A route whose requests are spans, each in the trace that its caller names or in one of its own. What anybody may ask,
 * such as a probe, is not traced; nor is what is refused before its route is known.
 */
export function traceRequests(
  { method, path, access }: Pick<Route, 'method' | 'path' | 'access'>,
  tracing: Tracing,
  serve: Serve,
): Serve {
  if (access.who === 'anyone') return serve;
  const verb = method.toUpperCase();
  const attributes = { 'http.request.method': verb, 'http.route': path };
  const start = { name: `${verb} ${path}`, kind: 'server', attributes } as const;
  return (request, response) => {
    const { traceparent } = request.headers;
    const span = tracing.begin(start, typeof traceparent === 'string' ? traceparent : null);
    if (span === null) return serve(request, response);
    const context = contextOf(request);
    context.traceId = span.traceId;
    // So that who sent no traceparent can say which trace it was.
    response.setHeader('traceresponse', span.traceparent);
    response.once('close', () => end(span, response, context));
    return tracing.within(span, () => serve(request, response));
  };
}

function end(span: TraceSpan, response: Response, { requestId, caller, error }: RequestContext): void {
  const status = response.writableFinished ? response.statusCode : CLIENT_GONE;
  span.set({
    'http.response.status_code': status,
    'ragfleet.request.id': requestId,
    'ragfleet.tenant.id': caller?.kind === 'tenant' ? caller.tenantId : undefined,
  });
  if (status >= SERVER_ERROR) span.fail(error === null ? String(status) : toFault(error).kind);
  span.end();
}
