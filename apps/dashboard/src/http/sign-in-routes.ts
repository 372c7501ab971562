import { retryAfterSeconds } from '@ragfleet/contracts';
import { isFault } from '@ragfleet/kernel';
import type { Logger } from '@ragfleet/service-runtime';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { signInPage, signOutPage } from '../sign-in/pages.ts';
import type { AuditAction } from '../audit/audit-action.ts';
import { type AccessOptions, checkGuess, sessionOf } from './require-operator.ts';
import { type CsrfTokens, newFormCookie } from './cross-site.ts';
import {
  clearSessionCookie,
  type CookieOptions,
  readFormCookie,
  setFormCookie,
  setSessionCookie,
} from './session-cookie.ts';

export interface SignInOptions extends AccessOptions, CookieOptions {
  readonly sessionTtlMs: number;
  readonly csrf: CsrfTokens;
  readonly auditAction: AuditAction;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

const form = z.object({ user: z.string().max(64).default(''), password: z.string().min(1).max(256) });
const FORM_LIMIT = '4kb';

/** `/sign-in` and `/sign-out`, the only pages that a stranger sees. */
export function createSignInRoutes(options: SignInOptions): Router {
  const router = Router();
  router.get('/sign-in', (request, response) => sendForm(request, response, options, null));
  router.post('/sign-in', express.urlencoded({ extended: false, limit: FORM_LIMIT }), signIn(options));
  router.get('/sign-out', async (request, response) => {
    const session = await sessionOf(request, options.sessions);
    const csrf = session === null ? null : options.csrf.tokenOf(session.token);
    response.type('html').send(signOutPage(csrf));
  });
  router.post('/sign-out', express.urlencoded({ extended: false, limit: FORM_LIMIT }), signOut(options));
  return router;
}

function signOut({ sessions, csrf, auditAction, ...cookie }: SignInOptions): RequestHandler {
  return async (request, response) => {
    const session = await sessionOf(request, sessions);
    if (session !== null) {
      csrf.require(request, session.token);
      await sessions.end(session);
      await auditAction(session.user, 'dashboard.sign-out', {});
    }
    clearSessionCookie(response, cookie);
    response.redirect(303, '/sign-in');
  };
}

/** `problem` is a constant phrase of ours. */
function sendForm(
  request: Request,
  response: Response,
  options: Pick<SignInOptions, 'csrf' | 'isSecure'>,
  problem: string | null,
): void {
  const cookie = readFormCookie(request) ?? newFormCookie();
  setFormCookie(response, cookie, options);
  response.type('html').send(signInPage(problem, options.csrf.tokenOf(cookie)));
}

function signIn(options: SignInOptions): RequestHandler {
  const { sessions, sessionTtlMs, csrf, auditAction, logger } = options;
  return async (request, response) => {
    const refuse = (status: number, problem: string): void => {
      sendForm(request, response.status(status), options, problem);
    };
    csrf.require(request, readFormCookie(request) ?? '');
    const given = form.safeParse(request.body);
    if (!given.success) return refuse(422, 'Fill in the password.');
    try {
      const operator = await checkGuess(request.ip ?? '', given.data, options);
      if (operator === null) {
        logger.warn({ address: request.ip }, 'sign-in refused');
        return refuse(401, 'These credentials are not right.');
      }
      const { user } = operator;
      await auditAction(user, 'dashboard.sign-in', {});
      const { token } = await sessions.open(operator);
      setSessionCookie(response, { token, csrf: csrf.tokenOf(token), maxAgeMs: sessionTtlMs }, options);
      logger.info({ user, address: request.ip }, 'signed in');
      response.redirect(303, '/');
    } catch (error) {
      if (!isFault(error, 'rate-limited')) throw error;
      response.setHeader('Retry-After', retryAfterSeconds(error));
      refuse(429, 'Too many failed sign-ins. Wait a few minutes.');
    }
  };
}
