import { loadConsole } from '@ragfleet/console';
import { Fault } from '@ragfleet/kernel';
import type { Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';

/** Where the page's own addresses begin. */
export const CONSOLE_BASE = '/console/';
const PAGE = 'index.html';

// Once for the process: the files do not change while it runs.
const assets = await loadConsole(CONSOLE_BASE);

/** Nothing inline, nothing from elsewhere, and no text ever becomes markup or code. */
export const consolePolicy: RequestHandler = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    requireTrustedTypesFor: ["'script'"],
  },
});

/** The page at `/`. */
export const serveConsolePage: RequestHandler = (request, response) => {
  if (!sendAsset(PAGE, request, response)) throw new Fault('internal', 'The console has no page.');
};

/** What the page loads; passes on what is no file of it. */
export const serveConsoleFile: RequestHandler = (request, response, next) => {
  if (!sendAsset(request.path.replace(/^\//, ''), request, response)) next();
};

function sendAsset(name: string, request: Request, response: Response): boolean {
  const asset = assets.get(name);
  if (asset === undefined) return false;
  // The smallest first: browsers name them in another order and take all.
  const chosen =
    (['br', 'gzip'] as const).find((name) => request.acceptsEncodings(name) !== false) ?? 'identity';
  // Asked for again each time, and answered by 304: a page never runs modules of two versions.
  response.set({ 'Cache-Control': 'no-cache', ETag: asset.etag, Vary: 'Accept-Encoding' });
  if (request.fresh) {
    response.status(304).end();
    return true;
  }
  if (chosen !== 'identity') response.set('Content-Encoding', chosen);
  response.set('Content-Type', asset.contentType).end(asset.bytes[chosen]);
  return true;
}
