import { degradationChange } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { changeLevel, type ChangeLevelPorts } from '@ragfleet/rag-core';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { type ListedBreaker, servicePage } from './service-page.ts';

export interface ServicePorts extends ChangeLevelPorts {
  readonly breakers: { list(): Promise<readonly ListedBreaker[]> };
}

export interface ServiceRouteOptions {
  readonly service: ServicePorts;
  readonly isReadOnly: boolean;
}

const FORM_LIMIT = '8kb';

/** `/service`: the level of the fleet and its breakers. The change is refused where the dashboard is read-only. */
export function createServiceRoutes(options: ServiceRouteOptions): Router {
  const router = Router();
  router.get('/service', async (_request, response) => sendPage(response, options, null));
  router.post(
    '/service/level',
    express.urlencoded({ extended: false, limit: FORM_LIMIT }),
    setLevel(options),
  );
  return router;
}

async function sendPage(
  response: Response,
  { service, isReadOnly }: ServiceRouteOptions,
  problem: string | null,
): Promise<void> {
  const [settings, breakers] = await Promise.all([service.levels.read(null), service.breakers.list()]);
  response.type('html').send(servicePage({ settings, breakers, isReadOnly, problem }));
}

function setLevel(options: ServiceRouteOptions): RequestHandler {
  return async (request, response) => {
    requireOwnPage(request, options);
    const change = degradationChange.safeParse(request.body);
    if (!change.success) {
      response.status(422);
      return sendPage(response, options, 'Choose a level and write a reason of 1 to 500 characters.');
    }
    const { level, reason } = change.data;
    const user: unknown = response.locals['user'];
    const principalId = typeof user === 'string' ? user : 'operator';
    await changeLevel(options.service, {
      tenantId: null,
      to: level,
      by: 'operator',
      principalId,
      keyId: null,
      reason,
    });
    response.redirect(303, '/service');
  };
}

/** A browser sends HTTP Basic credentials from any page: the request must come from this one. */
function requireOwnPage(request: Request, { isReadOnly }: ServiceRouteOptions): void {
  if (isReadOnly)
    throw new Fault(
      'forbidden',
      'This dashboard is read-only. Set DASHBOARD_READ_ONLY=false, or use PUT /v1/degradation.',
    );
  if ((request.get('sec-fetch-site') ?? 'same-origin') !== 'same-origin')
    throw new Fault('forbidden', 'The level is set from the dashboard’s own page alone.');
}
