import { instanceOf } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import type { Logger } from '@ragfleet/service-runtime';
import cors from 'cors';
import express, {
  type ErrorRequestHandler,
  type Express,
  type NextFunction,
  type Request,
  type Response,
} from 'express';
import helmet from 'helmet';
import { createPages } from '../pages/pages.ts';
import { createAddressLimit } from './address-limit.ts';
import { mountRoutes } from './mount-routes.ts';
import { problemOf } from './problems.ts';
import { contextOf } from './request-context.ts';
import { createRequestLog, type IngressMetrics } from './request-log.ts';
import { requireHttp1 } from './require-http1.ts';
import type { Route } from './route.ts';
import type { ServeOptions } from './serve-route.ts';

export interface AppOptions extends ServeOptions {
  readonly routes: readonly Route[];
  readonly logger: Logger;
  readonly metrics: IngressMetrics;
  /** Origins whose pages may call the API; none by default. */
  readonly corsAllowOrigins: readonly string[];
  readonly requestsPerMinutePerAddress: number;
  /** Proxies in front whose X-Forwarded-For is believed. */
  readonly trustedProxyHops: number;
}

const EXPOSED = [
  'X-Request-Id',
  'traceresponse',
  'Location',
  'Retry-After',
  'Idempotency-Replayed',
  'Preference-Applied',
];

/** The whole HTTP surface, in the order in which a request meets it. */
export function createApp(options: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', options.trustedProxyHops);
  app.set('query parser', 'simple');

  app.use(createRequestLog(options));
  // `default-src` says nothing about frames.
  const directives = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] };
  app.use(helmet({ contentSecurityPolicy: { useDefaults: false, directives } }));
  app.use(requireHttp1);
  if (options.corsAllowOrigins.length > 0) {
    app.use(cors({ origin: [...options.corsAllowOrigins], exposedHeaders: EXPOSED, maxAge: 600 }));
  }
  app.use(createAddressLimit(options.requestsPerMinutePerAddress));
  app.use(createPages());
  // What the API says holds at this moment: `If-None-Match: *` would be answered 304 with nothing.
  app.use(({ headers }, _response, next) => {
    delete headers['if-none-match'];
    delete headers['if-modified-since'];
    next();
  });
  app.use(mountRoutes(options.routes, options));
  app.use((_request, _response, next) => {
    next(new Fault('not-found', 'There is no such endpoint. GET /openapi.json lists them all.'));
  });
  app.use((error: unknown, request: Request, _response: Response, next: NextFunction) => {
    const { caller, route } = contextOf(request);
    options.auditTrail.refusal(error, { caller, route, address: request.ip ?? '' });
    next(error);
  });
  app.use(sendProblem);
  return app;
}

// Express tells an error handler by its four parameters.
const sendProblem: ErrorRequestHandler = (error: unknown, request, response, _next) => {
  const context = contextOf(request);
  context.error = error;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, headers, body } = problemOf(error, {
    instance: instanceOf(request.originalUrl),
    requestId: context.requestId,
    traceId: context.traceId,
    mayHaveHappened: !['GET', 'HEAD', 'OPTIONS'].includes(request.method),
  });
  response.status(status).set({ ...headers, 'Cache-Control': 'no-store' });
  response.type('application/problem+json').send(JSON.stringify(body));
};
