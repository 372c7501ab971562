import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Fault } from '@ragfleet/kernel';
import type { Request, RequestHandler } from 'express';

/** Proofs that a change was asked for by a page of this dashboard: a token that only such a page can read. */
export interface CsrfTokens {
  /** Of a session, or of the cookie that came with a form. */
  tokenOf(cookie: string): string;
  /** Fault `forbidden` unless the request carries the token, as Bull Board's header or as a field of a form. */
  require(request: Request, cookie: string): void;
}

const HEADER = 'x-xsrf-token';
export const CSRF_FIELD = 'csrf';
const FORM_COOKIE_BYTES = 16;

export const newFormCookie = (): string => randomBytes(FORM_COOKIE_BYTES).toString('base64url');

/** `secret`: 32 bytes. */
export function createCsrfTokens(secret: Buffer): CsrfTokens {
  const tokenOf = (cookie: string): string => createHmac('sha256', secret).update(cookie).digest('base64url');
  return {
    tokenOf,
    require: (request, cookie) => {
      const given = Buffer.from(request.get(HEADER) ?? fieldOf(request.body));
      const expected = Buffer.from(tokenOf(cookie));
      if (given.length === expected.length && timingSafeEqual(given, expected)) return;
      throw new Fault('forbidden', 'This page is too old. Load it again, and repeat the change.');
    },
  };
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
