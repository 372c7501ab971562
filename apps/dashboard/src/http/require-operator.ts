import { Fault } from '@ragfleet/kernel';
import type { Request, RequestHandler, Response } from 'express';
import type { CredentialChecks, Credentials, Operator } from '../sign-in/credentials.ts';
import type { FailedAttempts } from '../sign-in/failed-attempts.ts';
import type { Session, Sessions } from '../sign-in/sessions.ts';
import { sendProblem } from './problems.ts';
import { readSessionCookie } from './session-cookie.ts';

export interface AccessOptions {
  readonly sessions: Sessions;
  readonly credentials: Pick<CredentialChecks, 'check'>;
  readonly failedAttempts: FailedAttempts;
}

/**
 * The session that the request's cookie names; null when there is none. The board asks for its numbers every few
 * seconds by itself: that does not count as a use.
 */
export async function sessionOf(request: Request, sessions: Sessions): Promise<Session | null> {
  const token = readSessionCookie(request);
  const isPolling = request.method === 'GET' && request.path.startsWith('/api/');
  return token === null ? null : sessions.read(token, !isPolling);
}

/** Lets a signed-in browser pass, and a client with HTTP Basic or an operator's bearer key. Everybody else is turned away. */
export function createRequireOperator(options: AccessOptions): RequestHandler {
  return async (request, response, next) => {
    const session = await sessionOf(request, options.sessions);
    const user = session?.user ?? (await operatorOfHeader(request, options))?.user;
    if (user === undefined) return turnAway(request, response);
    response.locals['user'] = user;
    response.locals['session'] = session?.token ?? null;
    next();
  };
}

/** Who asks, and the session token where a cookie says so: a change by cookie needs a proof beside it. */
export function callerOf(response: Response): { readonly user: string; readonly session: string | null } {
  const user: unknown = response.locals['user'];
  const session: unknown = response.locals['session'];
  return {
    user: typeof user === 'string' ? user : 'operator',
    session: typeof session === 'string' ? session : null,
  };
}

/** Checks credentials with the guesses of this address and of everybody counted. */
export async function checkGuess(
  address: string,
  given: Credentials,
  { credentials, failedAttempts }: AccessOptions,
): Promise<Operator | null> {
  await failedAttempts.check(address);
  const operator = await credentials.check(given);
  if (operator === null) await failedAttempts.record(address);
  return operator;
}

async function operatorOfHeader(request: Request, options: AccessOptions): Promise<Operator | null> {
  const given = credentialsOf(request);
  return given === null ? null : checkGuess(request.ip ?? '', given, options);
}

/** Basic is for scripts: a browser would send it with every change, without a session and without the proof of one. */
function credentialsOf(request: Request): Credentials | null {
  const header = request.get('authorization') ?? '';
  const [, scheme = '', value = ''] = /^(basic|bearer) +(\S+) *$/i.exec(header) ?? [];
  if (scheme.toLowerCase() === 'bearer') return { user: '', password: value };
  if (scheme.toLowerCase() !== 'basic' || isFromBrowser(request)) return null;
  const text = Buffer.from(value, 'base64').toString();
  const colon = text.indexOf(':');
  return colon === -1 ? null : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Rather than a script, an image or what a script reads. */
export const asksForPage = (request: Request): boolean =>
  request.method === 'GET' && request.accepts(['json', 'html']) === 'html';

function turnAway(request: Request, response: Response): void {
  if (asksForPage(request)) return response.redirect(303, '/sign-in');
  // Offered Basic, a browser asks for the credentials itself, and keeps them until it is closed.
  const realm = 'realm="Ragfleet dashboard"';
  const challenge = isFromBrowser(request) ? `Bearer ${realm}` : `Basic ${realm}, charset="UTF-8"`;
  response.setHeader('WWW-Authenticate', challenge);
  sendProblem(
    request,
    response,
    new Fault(
      'unauthenticated',
      'Sign in at /sign-in. A script sends the same credentials by HTTP Basic, or an operator API key as bearer.',
    ),
  );
}

/** Browsers say so by Sec-Fetch-Site; over plain HTTP, where they leave it out, by the cookie of a session that has ended. */
const isFromBrowser = (request: Request): boolean =>
  request.get('sec-fetch-site') !== undefined || readSessionCookie(request) !== null;
