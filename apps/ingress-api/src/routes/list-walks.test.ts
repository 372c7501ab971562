import { permissionsOf } from '@ragfleet/kernel';
import { expect, it, vi } from 'vitest';
import type { Reply } from '../http/route.ts';
import { createListLimiter } from '../http/list-limiter.ts';
import { caller } from './admission.test-data.ts';
import { listFeedbackRoute } from './list-feedback.ts';
import { type ReadQueryPorts, readQueryRoutes } from './read-queries.ts';
import { rawRequest } from './raw-request.fixture.ts';
import { type DeliveryRoutePorts, deliveryRoutes } from './webhook-deliveries.ts';

/** The lists over a query service and a log that find nothing until they are told to. */
function openLists() {
  const end = Promise.withResolvers<{ records: []; hasMore: false; isCut: false }>();
  const signals: AbortSignal[] = [];
  const list = (_request: unknown, signal: AbortSignal) => {
    signals.push(signal);
    return end.promise;
  };
  const walks = createListLimiter({
    places: 3,
    perTenant: 2,
    waiting: { places: 4, perTenant: 4 },
    waitMs: 20,
  });
  const ports = { queryService: { list }, walks, publicUrl: null };
  const routes = {
    queries: readQueryRoutes(ports as unknown as ReadQueryPorts)[0],
    feedback: listFeedbackRoute(ports),
    deliveries: deliveryRoutes({ walks, deliveries: { list } } as unknown as DeliveryRoutePorts)[0],
  };
  const leaving = new AbortController();
  const ask = (route: keyof typeof routes, query: object, tenantId = 'acme'): Promise<Reply> => {
    const answer = routes[route]?.answer;
    if (answer?.kind !== 'handler') throw new TypeError('A page lists nothing.');
    const request = rawRequest({
      caller: { ...caller, tenantId, permissions: permissionsOf('admin') },
      query,
      signal: leaving.signal,
    });
    return answer.handle(request);
  };
  return {
    ask,
    signals,
    leave: () => leaving.abort(),
    end: () => end.resolve({ records: [], hasMore: false, isCut: false }),
  };
}

it('looks for a status twice at once for a tenant, as a page of an admin does, and not more often', async () => {
  const { ask, end } = openLists();
  const walks = [ask('queries', { status: 'failed' }), ask('feedback', {})];
  await expect(ask('queries', { status: 'queued' })).rejects.toMatchObject({ kind: 'rate-limited' });
  await expect(ask('feedback', {})).rejects.toMatchObject({ kind: 'rate-limited' });
  const others = [ask('queries', {}), ask('queries', { status: 'failed' }, 'globex')];
  await expect(ask('queries', { status: 'failed' }, 'initech')).rejects.toMatchObject({ kind: 'overloaded' });
  end();
  expect(await Promise.all([...walks, ...others])).toHaveLength(4);
  await expect(ask('queries', { status: 'queued' })).resolves.toMatchObject({ status: 200 });
});

it('looks for the status of webhooks in the same places, and for those of one query beside them', async () => {
  const { ask, end } = openLists();
  const walks = [ask('deliveries', { status: 'pending' }), ask('deliveries', { status: 'dead' })];
  await expect(ask('deliveries', { status: 'delivered' })).rejects.toMatchObject({ kind: 'rate-limited' });
  const others = [ask('deliveries', {}), ask('deliveries', { status: 'pending', query_id: 'q_1' })];
  end();
  expect(await Promise.all([...walks, ...others])).toHaveLength(4);
});

it('tells the query service of a client that goes', async () => {
  const { ask, signals, leave, end } = openLists();
  const asked = [ask('queries', { status: 'failed' }), ask('feedback', {}), ask('deliveries', {})];
  await vi.waitUntil(() => signals.length === 3);
  leave();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
  end();
  await Promise.all(asked);
});
