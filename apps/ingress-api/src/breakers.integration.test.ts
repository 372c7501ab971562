import { createServer, type Server } from 'node:http';
import { breakerList } from '@ragfleet/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIngress, type TestIngress } from './testing/start-ingress.fixture.ts';

const NAME = 'reranker some-model eu';
let ingress: TestIngress;
let user: string;
let operator: string;
let service: Server;
let calls = 0;

beforeAll(async () => {
  service = createServer((_request, response) => {
    calls += 1;
    response.writeHead(503).end();
  });
  const port = await new Promise<number>((resolve) => {
    service.listen(0, '127.0.0.1', () => {
      const address = service.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  ingress = await startIngress({
    RERANKER: 'http',
    RERANK_URL: `http://127.0.0.1:${port}/rerank`,
    RERANK_MODEL: 'some-model',
    REGION: 'eu',
    CIRCUIT_BREAKER_THRESHOLD: '2',
    CIRCUIT_BREAKER_RESET_SECONDS: '3600',
  });
  user = await ingress.keyFor({ role: 'admin' });
  operator = await ingress.operatorKey();
});
afterAll(async () => {
  service.closeAllConnections();
  service.close();
  await ingress.stop();
});

async function breakers(key: string) {
  const response = await fetch(`${ingress.url}/v1/breakers`, { headers: { authorization: `Bearer ${key}` } });
  expect(response.status).toBe(200);
  return breakerList.parse(await response.json());
}

const search = () =>
  ingress.call({ path: '/v1/search', key: user, body: { query: 'days of leave', mode: 'keyword' } });

describe('GET /v1/breakers', () => {
  it('shows what the fleet calls, to operators and to those who may read', async () => {
    await expect
      .poll(async () => (await breakers(operator)).map(({ name }) => name))
      .toEqual(['embedding local-hash-1024 eu', NAME, 'vectors pgvector local-hash-1024 eu']);
    expect(await breakers(user)).toEqual(await breakers(operator));
    const closed = { name: NAME, state: 'closed', failures: 0, opened_at: null };
    expect(await breakers(operator)).toContainEqual(closed);
  });

  it('shows the one that searches have opened, which then call nobody, and so do the metrics', async () => {
    const documents = ['leave', 'days'].map((title) => ({
      title,
      content: `Thirty days of leave: ${title}.`,
    }));
    const stop = await ingress.ingest();
    await ingress.call({ path: '/v1/documents', key: user, body: { documents } });
    await expect.poll(() => search().then(() => calls), { timeout: 20_000 }).toBe(2);
    await stop();
    const isOpen = async () => (await breakers(operator)).find(({ name }) => name === NAME);
    await expect.poll(isOpen).toMatchObject({ state: 'open', failures: 2 });
    expect(Date.parse((await isOpen())?.opened_at ?? '')).toBeGreaterThan(Date.now() - 60_000);
    expect((await search()).status).toBe(200);
    expect(calls).toBe(2);
    await expect
      .poll(async () => (await fetch(`${ingress.operationsUrl}/metrics`)).text())
      .toContain(`ragfleet_breaker_state{breaker="${NAME}"} 2`);
  });
});
