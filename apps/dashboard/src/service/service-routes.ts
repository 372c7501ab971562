import { degradationChange, problemStatus, retryAfterSeconds } from '@ragfleet/contracts';
import { Fault, isFault } from '@ragfleet/kernel';
import { changeLevel, type ChangeLevelPorts } from '@ragfleet/rag-core';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { CSRF_FIELD, type CsrfTokens } from '../http/cross-site.ts';
import { callerOf } from '../http/require-operator.ts';
import { type CacheEvictionPorts, evictAnswers } from './cache-eviction.ts';
import { type DeadLetterPorts, resendDeadLetters } from './dead-letters.ts';
import { type ListedBreaker, type Notice, servicePage } from './service-page.ts';

export interface ServicePorts extends ChangeLevelPorts, CacheEvictionPorts, DeadLetterPorts {
  readonly breakers: { list(): Promise<readonly ListedBreaker[]> };
}

export interface ServiceRouteOptions {
  readonly service: ServicePorts;
  readonly isReadOnly: boolean;
  readonly csrf: CsrfTokens;
}

const FORM_LIMIT = '8kb';
const form = degradationChange.safeExtend({ [CSRF_FIELD]: z.string().optional() });

/** `/service`: the level of the fleet, its breakers, cached answers to drop and dead letters to send again. Changes are refused where the dashboard is read-only. */
export function createServiceRoutes(options: ServiceRouteOptions): Router {
  const router = Router();
  router.get('/service', async (_request, response) => sendPage(response, options, {}));
  router.post(
    '/service/level',
    express.urlencoded({ extended: false, limit: FORM_LIMIT }),
    setLevel(options),
  );
  for (const [path, act] of Object.entries({
    'cache-eviction': evictAnswers,
    'dead-letters': resendDeadLetters,
  }))
    router.post(
      `/service/${path}`,
      express.urlencoded({ extended: false, limit: FORM_LIMIT }),
      doForTenant(options, act),
    );
  return router;
}

async function sendPage(
  response: Response,
  { service, isReadOnly, csrf: tokens }: ServiceRouteOptions,
  notice: Notice,
): Promise<void> {
  const [settings, breakers] = await Promise.all([service.levels.read(null), service.breakers.list()]);
  const { session } = callerOf(response);
  const csrf = session === null ? null : tokens.tokenOf(session);
  response.type('html').send(servicePage({ settings, breakers, isReadOnly, csrf, ...notice }));
}

function setLevel(options: ServiceRouteOptions): RequestHandler {
  return async (request, response) => {
    requireOwnPage(request, response, options);
    const change = form.safeParse(request.body);
    if (!change.success) {
      response.status(422);
      return sendPage(response, options, {
        problem: 'Choose a level and write a reason of 1 to 500 characters.',
      });
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

/** Does it, and says what was done. */
type ActForTenant = (
  ports: ServicePorts,
  by: { readonly user: string; readonly body: unknown },
) => Promise<string>;

function doForTenant(options: ServiceRouteOptions, act: ActForTenant): RequestHandler {
  return async (request, response) => {
    requireOwnPage(request, response, options);
    try {
      const { user } = callerOf(response);
      return await sendPage(response, options, {
        done: await act(options.service, { user, body: request.body }),
      });
    } catch (error) {
      if (!isFault(error, 'invalid-input', 'rate-limited')) throw error;
      response.status(problemStatus(error.kind));
      if (error.kind === 'rate-limited') response.setHeader('Retry-After', retryAfterSeconds(error));
      return sendPage(response, options, { problem: error.message });
    }
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
      'This dashboard is read-only. Set DASHBOARD_READ_ONLY=false, or use the API: PUT /v1/degradation, DELETE /v1/cache, POST /v1/webhook-deliveries/redeliver.',
    );
  const { session } = callerOf(response);
  if (session !== null) csrf.require(request, session);
}
