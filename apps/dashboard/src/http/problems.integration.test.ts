import { problem } from '@ragfleet/contracts';
import { createTenants } from '@ragfleet/identity';
import express from 'express';
import { expect, it, onTestFinished } from 'vitest';
import { asOperator, basic, openDashboardStage } from '../dashboard-stage.fixture.ts';
import { createHttpService } from './listen.ts';
import { createProbeRoutes } from './probe-routes.ts';
import { createErrorHandler, nameRequest } from './problems.ts';

const { redis, start } = await openDashboardStage();

/** A reply that has to be a problem of the contract, under the id that it carries. */
async function problemOf(response: Response) {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const body = problem.parse(await response.json());
  expect(body.status).toBe(response.status);
  expect(response.headers.get('x-request-id')).toBe(body.request_id);
  return { status: body.status, instance: body.instance, retryAfter: response.headers.get('retry-after') };
}

it('refuses as the API does: with the problem, its path and its id', async () => {
  const get = await start();
  const none = { retryAfter: null };
  expect(await problemOf(await get('/api/queues?page=1'))).toEqual({
    status: 401,
    instance: '/api/queues',
    ...none,
  });
  const pause = await get('/api/queues/ingest/pause', { method: 'PUT', headers: asOperator });
  expect(await problemOf(pause)).toEqual({ status: 403, instance: '/api/queues/ingest/pause', ...none });
  const unknown = await get('/no/such/path', { headers: asOperator });
  expect(await problemOf(unknown)).toEqual({ status: 404, instance: '/no/such/path', ...none });
});

it('says with 429 when to come again', async () => {
  const get = await start();
  const guess = (): Promise<Response> => get('/api/queues', { headers: basic('operator', 'wrong') });
  await expect.poll(async () => (await guess()).status).toBe(429);
  const { status, retryAfter } = await problemOf(await guess());
  expect([status, Number(retryAfter) > 0]).toEqual([429, true]);
});

it('keeps the id that a request came with', async () => {
  const get = await start();
  const id = 'request-0123456789';
  expect((await get('/sign-in', { headers: { 'x-request-id': id } })).headers.get('x-request-id')).toBe(id);
  const odd = await get('/sign-in', { headers: { 'x-request-id': 'no id' } });
  expect(odd.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
});

it('shows a browser a page where there is none', async () => {
  const get = await start();
  const missing = await get('/no/such/path', { headers: { ...asOperator, accept: 'text/html' } });
  expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
  expect(await missing.text()).toContain('There is no such page.');
});

it.each(['/healthz', '/readyz'])('says at %s when to ask again', async (path) => {
  const app = express().use(nameRequest);
  app.use(createProbeRoutes({ isLive: () => false, queues: { isReady: async () => false } }));
  app.use(createErrorHandler({ error: () => expect.unreachable() }));
  const service = createHttpService(app, { host: '127.0.0.1', port: 0 });
  await service.start();
  onTestFinished(() => service.stop(1_000));
  const { retryAfter, ...rest } = await problemOf(await fetch(`http://127.0.0.1:${service.port()}${path}`));
  expect(rest).toEqual({ status: 503, instance: path });
  expect(Number(retryAfter)).toBeGreaterThanOrEqual(1);
});

it('says with a page, too, when dead letters may be sent again', async () => {
  const get = await start({ DASHBOARD_READ_ONLY: 'false' });
  await createTenants({ redis }).ensure('acme', 'Acme');
  const send = (): Promise<Response> =>
    get('/service/dead-letters', {
      method: 'POST',
      headers: asOperator,
      body: new URLSearchParams({ tenant: 'acme' }),
    });
  await expect.poll(async () => (await send()).status).toBe(429);
  const refused = await send();
  expect(refused.headers.get('content-type')).toMatch(/^text\/html/);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});
