import { Fault } from '@ragfleet/kernel';
import { NO_TRACING, type SpanAttributes, type TraceSpan, type Tracing } from '@ragfleet/service-runtime';
import express from 'express';
import { afterEach, expect, test } from 'vitest';
import { serveApp } from '../testing/serve-app.fixture.ts';
import { contextOf } from './request-context.ts';
import type { Route } from './route.ts';
import { type Serve, traceRequests } from './trace-request.ts';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

let server: Awaited<ReturnType<typeof serveApp>>;
afterEach(() => server.stop());

interface Recorded {
  readonly began: unknown[];
  readonly set: SpanAttributes[];
  readonly failures: string[];
  readonly ended: Promise<void>;
}

/** Tracing that keeps what becomes of its one span. */
function recordingTracing(): Recorded & { readonly tracing: Tracing } {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const kept = { began: [] as unknown[], set: [] as SpanAttributes[], failures: [] as string[] };
  const span: TraceSpan = {
    traceId: 'its-trace',
    traceparent: 'its-traceparent',
    rename: () => undefined,
    set: (attributes) => void kept.set.push(attributes),
    fail: (kind) => void kept.failures.push(kind),
    tell: () => undefined,
    end,
  };
  const begin: Tracing['begin'] = ({ name }, traceparent) => {
    kept.began.push([name, traceparent]);
    return span;
  };
  return { ...kept, ended, tracing: { ...NO_TRACING, begin } };
}

const route = (access: Route['access']) => ({ method: 'post', path: '/v1/queries/{id}', access }) as const;
const OWN = route({ who: 'tenant', anyOf: ['read'] });

async function ask(serve: Serve): Promise<Response> {
  const app = express();
  app.post('/v1/queries/:id', serve);
  server = await serveApp(app);
  return fetch(`${server.url}/v1/queries/q_1`, { method: 'POST', headers: { traceparent: TRACEPARENT } });
}

test('continues the caller’s trace under the pattern of the route, and says which span it was', async () => {
  const { tracing, began, set, failures, ended } = recordingTracing();
  const seen: (string | null)[] = [];
  const reply = await ask(
    traceRequests(OWN, tracing, async (request, response) => {
      seen.push(contextOf(request).traceId);
      response.status(202).end();
    }),
  );
  await ended;
  expect(reply.headers.get('traceresponse')).toBe('its-traceparent');
  expect([began, seen]).toEqual([[['POST /v1/queries/{id}', TRACEPARENT]], ['its-trace']]);
  expect(set).toEqual([expect.objectContaining({ 'http.response.status_code': 202 })]);
  expect(failures).toEqual([]);
});

test('is failed by the kind of what the fleet could not do, and not by what the caller did wrong', async () => {
  const failing = async (status: number): Promise<string[]> => {
    const { tracing, failures, ended } = recordingTracing();
    await ask(
      traceRequests(OWN, tracing, async (request, response) => {
        contextOf(request).error = new Fault('unavailable', 'A store is away.');
        response.status(status).end();
      }),
    );
    await ended;
    return failures;
  };
  expect(await failing(503)).toEqual(['unavailable']);
  await server.stop();
  expect(await failing(422)).toEqual([]);
});

test('leaves alone what anybody may ask', async () => {
  const { tracing, began } = recordingTracing();
  const serve: Serve = async (_request, response) => void response.status(200).end();
  const served = traceRequests(route({ who: 'anyone' }), tracing, serve);
  expect(served).toBe(serve);
  await ask(served);
  expect(began).toEqual([]);
});
