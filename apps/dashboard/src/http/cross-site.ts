import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Fault } from '@ragfleet/kernel';
import type { Sealer } from '@ragfleet/sealing';
import type { Request, RequestHandler } from 'express';

/** Proofs that a change was asked for by a page of this dashboard: a token that only such a page can read. */
export interface CsrfTokens {
  /** Of a session, or of the cookie that came with a form. */
  tokenOf(cookie: string): string;
  /** Fault `forbidden` unless the request carries the token, as Bull Board's header or as a field of a form. */
  require(request: Request, cookie: string): void;
}

const PURPOSE = 'dashboard-csrf';
const HEADER = 'x-xsrf-token';
export const CSRF_FIELD = 'csrf';
const FORM_COOKIE_BYTES = 16;

export const newFormCookie = (): string => randomBytes(FORM_COOKIE_BYTES).toString('base64url');

/** Made under the current master key, and taken under each: a rotation refuses nothing that an open page asks. */
export function createCsrfTokens(sealer: Pick<Sealer, 'secret' | 'secrets'>): CsrfTokens {
  const [current, secrets] = [sealer.secret(PURPOSE), sealer.secrets(PURPOSE)];
  return {
    tokenOf: (cookie) => tokenUnder(current, cookie),
    require: (request, cookie) => {
      const given = request.get(HEADER) ?? fieldOf(request.body);
      if (secrets.some((secret) => isSame(given, tokenUnder(secret, cookie)))) return;
      throw new Fault('forbidden', 'This page is too old. Load it again, and repeat the change.');
    },
  };
}

const tokenUnder = (secret: Buffer, cookie: string): string =>
  createHmac('sha256', secret).update(cookie).digest('base64url');

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function fieldOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || !(CSRF_FIELD in body)) return '';
  const value: unknown = body[CSRF_FIELD];
  return typeof value === 'string' ? value : '';
}

/**
 * Refuses changes that a browser sends from another site. Browsers say so by Sec-Fetch-Site, older ones by Origin; a
 * client that sends neither is no browser, and sends no credentials that it was not given.
 */
export const refuseCrossSite: RequestHandler = (request, _response, next) => {
  if (request.method !== 'GET' && request.method !== 'HEAD' && !isFromHere(request))
    throw new Fault('forbidden', 'Changes are made from the dashboard’s own pages alone.');
  next();
};

function isFromHere(request: Request): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = request.get('origin');
  return origin === undefined || hostOf(origin) === request.host;
}

const hostOf = (origin: string): string | null => URL.parse(origin)?.host ?? null;
