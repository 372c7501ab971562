import type { METRICS } from '@ragfleet/contracts';
import type { Principal } from '@ragfleet/kernel';
import type { Logger, Metrics } from '@ragfleet/service-runtime';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { contextOf, type RequestContext } from './request-context.ts';

export type IngressMetrics = Metrics<keyof typeof METRICS>;

const CLIENT_GONE = 499;
const SERVER_ERROR = 500;

/** Gives every reply its X-Request-Id, and every request one log line (who, what, how long; no body) and its metrics. */
export function createRequestLog(options: { logger: Logger; metrics: IngressMetrics }): RequestHandler {
  const { logger, metrics } = options;
  // Of names, numbers and ids alone, as below: to look for people's words in them is a twentieth of an acceptance.
  const answered = logger.child({}, { redact: [] });
  return (request: Request, response: Response, next: NextFunction) => {
    const context = contextOf(request);
    response.setHeader('X-Request-Id', context.requestId);
    response.once('close', () => {
      const status = response.writableFinished ? response.statusCode : CLIENT_GONE;
      const seconds = (performance.now() - context.startedAtMs) / 1_000;
      const labels = { route: context.route, method: request.method };
      metrics.count('httpRequests', { ...labels, status: String(status) });
      metrics.observe('httpSeconds', labels, seconds);
      const facts = { ...labels, status, durationMs: Math.round(seconds * 1_000) };
      if (status >= SERVER_ERROR && context.error !== null)
        logger.error({ ...fieldsOf(context, facts), error: context.error }, 'request failed');
      else answered.info(fieldsOf(context, facts), 'request answered');
    });
    next();
  };
}

const fieldsOf = (
  { requestId, traceId, caller }: RequestContext,
  facts: Readonly<Record<string, string | number>>,
): object => ({ ...facts, requestId, ...(traceId !== null && { traceId }), ...callerFields(caller) });

function callerFields(caller: Principal | null): object {
  if (caller === null) return {};
  const tenant = caller.kind === 'tenant' ? caller.tenantId : 'operator';
  return { tenant, principal: caller.principalId, key: caller.keyId };
}
