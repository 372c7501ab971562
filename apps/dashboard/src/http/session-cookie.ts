import type { Request, Response } from 'express';

const NAME = 'ragfleet_session';
const FORM_NAME = 'ragfleet_form';
/** Where the script of Bull Board looks for the token that it sends back. */
const CSRF_NAME = 'XSRF-TOKEN';

/** The session token that the browser sent; null when it sent none. */
export const readSessionCookie = (request: Request): string | null => readCookie(request, NAME);

/** What came with the sign-in form; null when nothing did. */
export const readFormCookie = (request: Request): string | null => readCookie(request, FORM_NAME);

function readCookie(request: Request, wanted: string): string | null {
  for (const pair of (request.get('cookie') ?? '').split(';')) {
    const [name = '', value = ''] = pair.trim().split('=', 2);
    if (name === wanted && value !== '') return value;
  }
  return null;
}

export interface CookieOptions {
  /** Only over TLS. */
  readonly isSecure: boolean;
}

export function setSessionCookie(
  response: Response,
  { token, csrf, maxAgeMs }: { readonly token: string; readonly csrf: string; readonly maxAgeMs: number },
  { isSecure }: CookieOptions,
): void {
  response.cookie(NAME, token, { ...forSession(isSecure), maxAge: maxAgeMs, httpOnly: true });
  setCsrfCookie(response, { csrf, maxAgeMs }, { isSecure });
}

/** For scripts of this origin to read. It opens nothing. */
export function setCsrfCookie(
  response: Response,
  { csrf, maxAgeMs }: { readonly csrf: string; readonly maxAgeMs: number },
  { isSecure }: CookieOptions,
): void {
  response.cookie(CSRF_NAME, csrf, { ...forSession(isSecure), maxAge: maxAgeMs });
}

export function setFormCookie(response: Response, value: string, { isSecure }: CookieOptions): void {
  response.cookie(FORM_NAME, value, {
    httpOnly: true,
    sameSite: 'strict',
    secure: isSecure,
    path: '/sign-in',
  });
}

export function clearSessionCookie(response: Response, { isSecure }: CookieOptions): void {
  response.clearCookie(NAME, { ...forSession(isSecure), httpOnly: true });
  response.clearCookie(CSRF_NAME, forSession(isSecure));
}

const forSession = (isSecure: boolean) => ({ sameSite: 'strict', secure: isSecure, path: '/' }) as const;
