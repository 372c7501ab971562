import { createLogger, NO_TRACING } from '@ragfleet/service-runtime';
import express from 'express';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { serveApp } from '../testing/serve-app.fixture.ts';
import { createBodyMemory } from './body-memory.ts';
import { publicRoute } from './define-route.ts';
import { createEventStreams } from './event-stream.ts';
import { ok } from './replies.ts';
import { serveRoute } from './serve-route.ts';
import { createUploadLimiter } from './upload-limiter.ts';

const logger = createLogger({ service: 'serve-route-test', level: 'fatal' });
const nobody = async (): Promise<never> => {
  throw new Error('A public route asks for no credential.');
};
const facts = {
  method: 'get',
  path: '/wait',
  operationId: 'wait',
  summary: 'Wait',
  tag: 'Test',
  replies: {},
  budgetMs: 'own',
} as const;

let server: Awaited<ReturnType<typeof serveApp>>;
afterEach(() => server.stop());

/** Serves one route that answers when it is told to. */
async function serve() {
  const begun = Promise.withResolvers<AbortSignal>();
  const answer = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const route = publicRoute(facts, async ({ signal }) => {
    begun.resolve(signal);
    await Promise.race([answer.promise, once(signal, 'abort')]);
    return ok({});
  });
  const app = express();
  app.use((_request, response, next) => {
    response.once('close', () => setImmediate(ended.resolve));
    next();
  });
  const options = {
    identity: { authenticate: nobody, principalOfKey: nobody },
    eventStreams: createEventStreams({ maxStreams: 1, logger }),
    bodyMemory: createBodyMemory({ maxBytes: 0, perTenantBytes: 0, keptForSmallBytes: 0, smallBytes: 0 }),
    uploadLimiter: createUploadLimiter({ places: 1, perTenant: 1 }),
    auditTrail: { action: nobody, note: nobody, refusal: () => undefined, settled: () => Promise.resolve() },
    stopping: new AbortController().signal,
    tracing: NO_TRACING,
  };
  app.get('/wait', serveRoute(route, options));
  server = await serveApp(app);
  return { begun: begun.promise, answer: answer.resolve, ended: ended.promise };
}

test('a client that goes before its reply is out is nobody to work for', async () => {
  const { begun, ended } = await serve();
  const leaving = new AbortController();
  const asked = fetch(`${server.url}/wait`, { signal: leaving.signal }).catch(() => null);
  const signal = await begun;
  leaving.abort();
  await ended;
  expect(signal.reason).toMatchObject({ kind: 'canceled' });
  expect(await asked).toBeNull();
});

test('a reply that is out leaves nothing to abort', async () => {
  const { begun, answer, ended } = await serve();
  const asked = fetch(`${server.url}/wait`);
  const signal = await begun;
  answer();
  expect((await asked).status).toBe(200);
  await ended;
  expect(signal.aborted).toBe(false);
});
