import { isFault } from '@ragfleet/kernel';
import type { Logger } from '@ragfleet/service-runtime';
import express, { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import { signInPage, signOutPage } from '../sign-in/pages.ts';
import { type AccessOptions, checkGuess, sessionOf } from './require-operator.ts';
import { clearSessionCookie, type CookieOptions, setSessionCookie } from './session-cookie.ts';

export interface SignInOptions extends AccessOptions, CookieOptions {
  readonly sessionTtlMs: number;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

const form = z.object({ user: z.string().max(64).default(''), password: z.string().min(1).max(256) });
const FORM_LIMIT = '4kb';

/** `/sign-in` and `/sign-out`, the only pages that a stranger sees. */
export function createSignInRoutes(options: SignInOptions): Router {
  const router = Router();
  router.get('/sign-in', (_request, response) => void response.type('html').send(signInPage(null)));
  router.post('/sign-in', express.urlencoded({ extended: false, limit: FORM_LIMIT }), signIn(options));
  router.get('/sign-out', (_request, response) => void response.type('html').send(signOutPage()));
  router.post('/sign-out', (request, response) => {
    const session = sessionOf(request, options.sessions);
    if (session !== null) options.sessions.end(session);
    clearSessionCookie(response, options);
    response.redirect(303, '/sign-in');
  });
  return router;
}

function signIn(options: SignInOptions): RequestHandler {
  const { sessions, sessionTtlMs, logger } = options;
  return async (request, response) => {
    const refuse = (status: number, problem: string): void => {
      response.status(status).type('html').send(signInPage(problem));
    };
    const credentials = form.safeParse(request.body);
    if (!credentials.success) return refuse(422, 'Fill in the password.');
    try {
      const user = await checkGuess(request.ip ?? '', credentials.data, options);
      if (user === null) {
        logger.warn({ address: request.ip }, 'sign-in refused');
        return refuse(401, 'These credentials are not right.');
      }
      setSessionCookie(response, sessions.open(user).token, sessionTtlMs, options);
      logger.info({ user, address: request.ip }, 'signed in');
      response.redirect(303, '/');
    } catch (error) {
      if (!isFault(error, 'rate-limited')) throw error;
      response.setHeader('Retry-After', Math.ceil((error.retryAfterMs ?? 0) / 1_000));
      refuse(429, 'Too many failed sign-ins. Wait a few minutes.');
    }
  };
}
