import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { STYLE } from '../pages/page.ts';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** No outside address, no frame, no inline script. Of inline styles the dashboard's own sheet alone, by its hash. */
export function createSecurityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { ...FOR_ALL, styleSrc: ["'self'", hashOf(STYLE)] },
    },
    referrerPolicy: { policy: 'no-referrer' },
  });
}

/** The same for Bull Board's pages, whose menus write style elements as they open. */
export function createBoardHeaders(): RequestHandler {
  return helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: { ...FOR_ALL, styleSrc: ["'self'", "'unsafe-inline'"] },
  });
}

const FOR_ALL = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'self'"],
  frameAncestors: ["'none'"],
} as const;
