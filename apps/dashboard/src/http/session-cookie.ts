import type { Request, Response } from 'express';

const NAME = 'ragfleet_session';

/** The session token that the browser sent; null when it sent none. */
export function readSessionCookie(request: Request): string | null {
  for (const pair of (request.get('cookie') ?? '').split(';')) {
    const [name = '', value = ''] = pair.trim().split('=', 2);
    if (name === NAME && value !== '') return value;
  }
  return null;
}

export interface CookieOptions {
  /** Only over TLS. */
  readonly isSecure: boolean;
}

export function setSessionCookie(
  response: Response,
  token: string,
  maxAgeMs: number,
  { isSecure }: CookieOptions,
): void {
  response.cookie(NAME, token, {
    httpOnly: true,
    sameSite: 'strict',
    secure: isSecure,
    maxAge: maxAgeMs,
    path: '/',
  });
}

export function clearSessionCookie(response: Response, { isSecure }: CookieOptions): void {
  response.clearCookie(NAME, { httpOnly: true, sameSite: 'strict', secure: isSecure, path: '/' });
}
