import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';
import helmet from 'helmet';
import swaggerUi from 'swagger-ui-express';

const STATIC_DIR = fileURLToPath(new URL('../../public', import.meta.url));

// Everything comes from this server; swagger-ui sets styles from its own script.
const pagePolicy = helmet.contentSecurityPolicy({
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

/** The console page at `/` and the API reference at `/docs`: HTML for people, no outside address. */
export function createPages(): Router {
  const router = Router();
  const reference = swaggerUi.setup(null, {
    customSiteTitle: 'Ragfleet API',
    swaggerUrl: '/openapi.json',
    // The badge of a public validator would send the document outside.
    swaggerOptions: { validatorUrl: null, persistAuthorization: false },
  });
  router.use('/docs', pagePolicy, swaggerUi.serve, reference);
  router.use('/console', pagePolicy, express.static(STATIC_DIR, { index: false, maxAge: '1h' }));
  router.get('/', pagePolicy, (_request, response) => {
    response.sendFile('index.html', { root: STATIC_DIR });
  });
  return router;
}
