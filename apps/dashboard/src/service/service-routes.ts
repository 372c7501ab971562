import { degradationChange } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { changeLevel, type ChangeLevelPorts } from '@ragfleet/rag-core';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { CSRF_FIELD, type CsrfTokens } from '../http/cross-site.ts';
import { callerOf } from '../http/require-operator.ts';
import { type ListedBreaker, servicePage } from './service-page.ts';

export interface ServicePorts extends ChangeLevelPorts {
  readonly breakers: { list(): Promise<readonly ListedBreaker[]> };
}

export interface ServiceRouteOptions {
  readonly service: ServicePorts;
  readonly isReadOnly: boolean;
  readonly csrf: CsrfTokens;
}

const FORM_LIMIT = '8kb';
const form = degradationChange.extend({ [CSRF_FIELD]: z.string().optional() });

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
  { service, isReadOnly, csrf: tokens }: ServiceRouteOptions,
  problem: string | null,
): Promise<void> {
  const [settings, breakers] = await Promise.all([service.levels.read(null), service.breakers.list()]);
  const { session } = callerOf(response);
  const csrf = session === null ? null : tokens.tokenOf(session);
  response.type('html').send(servicePage({ settings, breakers, isReadOnly, csrf, problem }));
}

function setLevel(options: ServiceRouteOptions): RequestHandler {
  return async (request, response) => {
    requireOwnPage(request, response, options);
    const change = form.safeParse(request.body);
    if (!change.success) {
      response.status(422);
      return sendPage(response, options, 'Choose a level and write a reason of 1 to 500 characters.');
    }
    const { level, reason } = change.data;
    const { user: principalId } = callerOf(response);
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

function requireOwnPage(
  request: Request,
  response: Response,
  { isReadOnly, csrf }: ServiceRouteOptions,
): void {
  if (isReadOnly)
    throw new Fault(
      'forbidden',
      'This dashboard is read-only. Set DASHBOARD_READ_ONLY=false, or use PUT /v1/degradation.',
    );
  const { session } = callerOf(response);
  if (session !== null) csrf.require(request, session);
}
