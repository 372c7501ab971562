import type { Logger } from '@ragfleet/service-runtime';
import type { BullBoardQueues } from '@ragfleet/job-queue';
import express, { type Express } from 'express';
import { createAllowMutations } from '../board/allow-mutations.ts';
import { createBoard } from '../board/create-board.ts';
import { createServiceRoutes, type ServicePorts } from '../service/service-routes.ts';
import { refuseCrossSite } from './cross-site.ts';
import { createProbeRoutes, type ProbeOptions } from './probe-routes.ts';
import { createErrorHandler, nameRequest } from './problems.ts';
import { refuseUnknownPath } from './refuse-unknown-path.ts';
import { createRenewCsrfCookie } from './renew-csrf-cookie.ts';
import { createRequireOperator } from './require-operator.ts';
import { createBoardHeaders, createSecurityHeaders } from './security-headers.ts';
import { createSignInRoutes, type SignInOptions } from './sign-in-routes.ts';

export interface DashboardOptions extends SignInOptions, Pick<ProbeOptions, 'isLive'> {
  readonly service: ServicePorts;
  readonly queues: Pick<BullBoardQueues, 'adapters' | 'isReady'>;
  readonly isReadOnly: boolean;
  readonly trustProxyHops: number;
  readonly logger: Logger;
}

/** The whole dashboard. Default deny: what is above `requireOperator` is all that a stranger reaches. */
export function createDashboard(options: DashboardOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', options.trustProxyHops);
  app.use(nameRequest);
  app.use(createSecurityHeaders());
  app.use(createProbeRoutes(options));
  app.use((_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  app.use(refuseCrossSite);
  app.use(createSignInRoutes(options));
  app.use(createRequireOperator(options));
  app.use(createRenewCsrfCookie(options));
  app.use(createServiceRoutes(options));
  app.use(createAllowMutations(options));
  app.use(createBoardHeaders());
  app.use(createBoard(options.queues));
  app.use(refuseUnknownPath);
  app.use(createErrorHandler(options.logger));
  return app;
}
