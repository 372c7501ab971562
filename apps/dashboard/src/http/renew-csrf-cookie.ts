import type { RequestHandler } from 'express';
import type { CsrfTokens } from './cross-site.ts';
import { asksForPage, callerOf } from './require-operator.ts';
import { type CookieOptions, setCsrfCookie } from './session-cookie.ts';

export interface RenewCsrfCookieOptions extends CookieOptions {
  readonly csrf: Pick<CsrfTokens, 'tokenOf'>;
  readonly sessionTtlMs: number;
}

/** Tells each page of a session its token anew: one that is too old after a rotation of the master key is mended by loading the page. */
export function createRenewCsrfCookie({
  csrf,
  sessionTtlMs,
  isSecure,
}: RenewCsrfCookieOptions): RequestHandler {
  return (request, response, next) => {
    const { session } = callerOf(response);
    if (session !== null && asksForPage(request))
      setCsrfCookie(response, { csrf: csrf.tokenOf(session), maxAgeMs: sessionTtlMs }, { isSecure });
    next();
  };
}
