import { createClient, type RagfleetClient } from '@ragfleet/client';
import { describe, expect, it } from 'vitest';
import { createRoutes, type RoutePorts } from './create-routes.ts';

/** What no user of the SDK calls: probes, pages, and metrics, which a scraper reads. */
const LEFT_OUT = ['GET /', 'GET /docs', 'GET /healthz', 'GET /metrics', 'GET /openapi.json', 'GET /readyz'];

const CALLS: readonly ((client: RagfleetClient) => Promise<unknown>)[] = [
  ({ queries }) => queries.create({ question: 'Why?' }),
  ({ queries }) => queries.createBatch([{ question: 'Why?' }]),
  ({ queries }) => queries.get('1'),
  ({ queries }) => queries.list({ limit: 1 }),
  ({ queries }) => queries.stream('1').next(),
  ({ queries }) => queries.cancel('1'),
  ({ queries }) => queries.purge('1'),
  ({ queries }) => queries.rate('1', { rating: 'up' }),
  (client) => client.search({ query: 'leave' }),
  ({ documents }) => documents.submit([{ id: 'a', title: 'A', content: 'B' }]),
  ({ documents }) => documents.list(),
  ({ queries }) => queries.feedback(),
  ({ documents }) => documents.get('1'),
  ({ documents }) => documents.update('1', { department: null }),
  ({ documents }) => documents.delete('1'),
  ({ ingestions }) => ingestions.get('1'),
  ({ ingestions }) => ingestions.follow('1').next(),
  ({ cache }) => cache.stats(),
  ({ cache }) => cache.evict({ namespace: 'hr' }),
  ({ cache }) => cache.warm({ top_n: 5 }),
  ({ cache }) => cache.warming('1'),
  ({ cache }) => cache.warmings({ limit: 1 }),
  (client) => client.costs(),
  (client) => client.usage(),
  (client) => client.estimateCosts({ daily_queries: 1 }),
  (client) => client.compareVectorDatabases({ vectors: 1 }),
  (client) => client.budget(),
  (client) => client.setBudget({ monthly_usd: 1 }),
  (client) => client.answerSettings(),
  (client) => client.setAnswerSettings({}),
  (client) => client.me(),
  (client) => client.degradation(),
  (client) => client.setDegradation({ level: 'full', reason: 'over' }),
  (client) => client.breakers(),
  ({ webhooks }) => webhooks.secret(),
  ({ webhooks }) => webhooks.rotateSecret(),
  ({ webhooks }) => webhooks.deliveries(),
  ({ webhooks }) => webhooks.redeliver('1'),
  ({ webhooks }) => webhooks.redeliverRange(),
  ({ webhooks }) => webhooks.endpoints(),
  ({ webhooks }) => webhooks.enableEndpoint('1'),
  ({ apiKeys }) => apiKeys.create({ principal_id: 'ada', role: 'user' }),
  ({ apiKeys }) => apiKeys.list(),
  ({ apiKeys }) => apiKeys.rotate('1'),
  ({ apiKeys }) => apiKeys.revoke('1'),
  ({ revocations }) => revocations.create('corp~ada'),
  ({ revocations }) => revocations.list(),
  ({ revocations }) => revocations.lift('1'),
  ({ tenants }) => tenants.create({ id: 'acme', name: 'Acme' }),
  ({ tenants }) => tenants.list(),
  ({ tenants }) => tenants.get('1'),
  ({ tenants }) => tenants.update('1', { name: 'Acme' }),
  ({ tenants }) => tenants.delete('1'),
  ({ audit }) => audit.list(),
  ({ audit }) => audit.verify(),
  ({ erasures }) => erasures.eraseUser('1'),
  ({ erasures }) => erasures.purgeDocument('1'),
  ({ erasures }) => erasures.get('1'),
];

// oxlint-disable-next-line typescript/no-unsafe-assignment -- nothing is ever called on it
const noPorts: RoutePorts = Object.create(null);
// The table is data: making it touches no port.
const routes = createRoutes(
  new Proxy(noPorts, { get: (_target, name) => (name === 'publicUrl' ? null : undefined) }),
);

interface Sent {
  readonly method: string;
  readonly url: URL;
  readonly body: unknown;
}

/** The request of a call; whatever it asks for is not there. */
async function sentBy(call: (client: RagfleetClient) => Promise<unknown>): Promise<Sent> {
  const sent: Sent[] = [];
  const client = createClient({
    url: 'http://fleet.test',
    apiKey: 'k',
    fetch: async (url, init) => {
      const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
      sent.push({ method: init?.method ?? '', url: new URL(url instanceof Request ? url.url : url), body });
      return new Response(null, { status: 404 });
    },
  });
  await expect(call(client)).rejects.toMatchObject({ status: 404 });
  const [first] = sent;
  if (first === undefined || sent.length > 1) throw new Error(`${sent.length} requests instead of one.`);
  return first;
}

/** The operation that takes this request, once its schemas have. */
function operationOf({ method, url, body }: Sent): string {
  const path = url.pathname.replace(/\/1(?=\/|$)/, '/{id}');
  const route = routes.find((one) => one.path === path && one.method.toUpperCase() === method);
  if (route === undefined) throw new Error(`${method} ${path} is no operation.`);
  route.query?.parse(Object.fromEntries(url.searchParams));
  route.body?.schema.parse(body);
  return `${method} ${path}`;
}

describe('the SDK', () => {
  it('reaches every operation with what it takes, but for those that are left out', async () => {
    const reached = (await Promise.all(CALLS.map(sentBy))).map(operationOf);
    const operations = routes.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect([...new Set([...reached, ...LEFT_OUT])].toSorted()).toEqual(operations.toSorted());
  });
});
