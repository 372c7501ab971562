import { type RequestHandler, Router } from 'express';
import helmet from 'helmet';
import swaggerUi from 'swagger-ui-express';
import { MethodRefusal } from '../http/method-refusal.ts';
import type { Route } from '../http/route.ts';
import { CONSOLE_BASE, consolePolicy, serveConsoleFile, serveConsolePage } from './serve-console.ts';

// Everything comes from this server; swagger-ui sets styles from its own script.
const referencePolicy = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
});

/** The pages as the OpenAPI document lists them. */
export const PAGES: readonly Route[] = [
  page('/', 'getConsole', 'The console page'),
  page('/docs', 'getReference', 'This document, to read and to try', { 301: { description: 'To /docs/.' } }),
];

function page(
  path: Route['path'],
  operationId: string,
  summary: string,
  others: Route['replies'] = {},
): Route {
  const replies = { 200: { description: 'HTML.', contentType: 'text/html' }, ...others };
  const facts = { method: 'get', path, operationId, summary, tag: 'Operation', replies } as const;
  return { ...facts, access: { who: 'anyone' }, answer: { kind: 'page' } };
}

/** The console page at `/` and the API reference at `/docs`: HTML for people, no outside address. */
export function createPages(): Router {
  const router = Router();
  const reference = swaggerUi.setup(null, {
    customSiteTitle: 'Ragfleet API',
    swaggerUrl: '/openapi.json',
    // The badge of a public validator would send the document outside.
    swaggerOptions: { validatorUrl: null, persistAuthorization: false },
  });
  router.use('/docs', readOnly, referencePolicy, swaggerUi.serve);
  router.get('/docs', reference);
  router.use(CONSOLE_BASE, readOnly, consolePolicy, serveConsoleFile);
  router.get('/', consolePolicy, serveConsolePage);
  router.all('/', readOnly);
  return router;
}

const readOnly: RequestHandler = (request, _response, next) => {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  next(isRead ? undefined : new MethodRefusal('GET'));
};
