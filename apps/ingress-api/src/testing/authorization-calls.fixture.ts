import { once } from 'node:events';
import { createRevocations, createTenants } from '@ragfleet/identity';
import { createDeliveries, createDeliveryWorker, type QueryHandler } from '@ragfleet/job-queue';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { expect, vi } from 'vitest';
import { z } from 'zod';
import type { Call } from './call-api.fixture.ts';
import type { TestIngress } from './start-ingress.fixture.ts';

/** The smallest body that each operation accepts, for those that take one. */
export const BODIES: Readonly<Record<string, unknown>> = {
  'POST /v1/queries': { question: 'Who?' },
  'POST /v1/queries/batch': { queries: [{ question: 'Who?' }] },
  'POST /v1/queries/{id}/feedback': { rating: 'up' },
  'POST /v1/search': { query: 'leave' },
  'POST /v1/documents': { documents: [{ title: 'A', content: 'B' }] },
  'PATCH /v1/documents/{id}': { metadata: { a: 'b' } },
  'POST /v1/webhook-deliveries/redeliver': {},
  'POST /v1/cache/warm': { questions: ['Who?'] },
  'POST /v1/costs/estimate': { daily_queries: 1 },
  'PUT /v1/budget': { monthly_usd: 10, action: 'degrade' },
  'PUT /v1/answer-settings': {},
  'PUT /v1/degradation': { level: 'full', reason: 'nothing' },
  'POST /v1/api-keys': { principal_id: 'somebody', role: 'guest' },
  'POST /v1/api-keys/{id}/rotate': {},
  'POST /v1/tenants': { id: 'made-here', name: 'Made here' },
  'PATCH /v1/tenants/{id}': { name: 'Acme' },
  'POST /v1/revocations': { principal_id: 'corp~somebody' },
};

/** The query string of those that need one. */
export const QUERIES: Readonly<Record<string, string>> = {
  'GET /v1/costs/vector-databases': '?vectors=1000&queries_per_month=1000&dimension=384',
};

/** One of each kind of thing in the tenant `acme`: its id is what an operation's path asks for. */
export interface Resources {
  /** A new one where the operation uses it up. */
  idFor(operation: string): Promise<string>;
  stop(): Promise<void>;
}

type Make = () => Promise<string>;

export async function createResources(
  ingress: TestIngress,
  keys: { readonly admin: string; readonly user: string },
): Promise<Resources> {
  const make = async (call: Call): Promise<string> => {
    const { status, id, body } = await ingress.call(call);
    if (status >= 300 || id === '')
      throw new Error(`${call.path} answered ${status} ${JSON.stringify(body)}`);
    return id;
  };
  const webhooks = await startWebhooks(ingress);
  const stopWork = await ingress.work(answer);
  const stopIngestion = await ingress.ingest();
  const redis = connectRedis({ url: ingress.redis.url, profile: 'fail-fast', name: 'authorization-test' });
  await whenReady(redis, 3_000);
  const revocations = createRevocations({ redis });
  const tenants = createTenants({ redis });
  await tenants.ensure('acme', 'Acme');
  await tenants.ensure('leaving', 'Leaving');

  const ask: Make = async () => {
    const body = { question: 'Done?' };
    return make({ path: '/v1/queries', key: keys.user, body, headers: { prefer: 'wait=10' } });
  };
  const askForLong: Make = () =>
    make({ path: '/v1/queries', key: keys.user, body: { question: 'Wait', priority: 'low' } });
  const ingest: Make = async () => {
    const documents = [{ id: 'doc-a', title: 'A', content: 'Leave is 30 days.' }];
    return make({ path: '/v1/documents', key: keys.admin, body: { documents } });
  };
  const document: Make = async () => {
    const ingestion = await ingest();
    await vi.waitFor(
      async () => {
        const { body } = await ingress.call({ path: `/v1/ingestions/${ingestion}`, key: keys.admin });
        expect(body['status']).toBe('finished');
      },
      { timeout: 20_000 },
    );
    return 'doc-a';
  };
  const apiKey: Make = () =>
    make({ path: '/v1/api-keys', key: keys.admin, body: { principal_id: 'x', role: 'guest' } });
  const revocation: Make = async () => (await revocations.revokeSubject('acme', 'corp~of-acme')).principalId;
  const warming: Make = () =>
    make({ path: '/v1/cache/warm', key: keys.admin, body: { questions: ['Who?'] } });

  const erasure: Make = () => make({ method: 'DELETE', path: '/v1/users/somebody/data', key: keys.admin });

  const shared: Readonly<Record<string, string>> = {
    query: await ask(),
    document: await document(),
    ingestion: await ingest(),
    warming: await warming(),
  };
  const ids: Readonly<Record<string, Make>> = {
    'GET /v1/queries/{id}': async () => shared['query'] ?? '',
    'GET /v1/queries/{id}/events': async () => shared['query'] ?? '',
    'POST /v1/queries/{id}/feedback': async () => shared['query'] ?? '',
    'DELETE /v1/queries/{id}': askForLong,
    'POST /v1/queries/{id}/cancel': askForLong,
    'GET /v1/documents/{id}': async () => shared['document'] ?? '',
    'PATCH /v1/documents/{id}': async () => shared['document'] ?? '',
    'DELETE /v1/documents/{id}': document,
    'GET /v1/ingestions/{id}': async () => shared['ingestion'] ?? '',
    'GET /v1/ingestions/{id}/events': async () => shared['ingestion'] ?? '',
    'POST /v1/webhook-deliveries/{id}/redeliver': async () => webhooks.deliveryId,
    'POST /v1/webhook-endpoints/{id}/enable': async () => webhooks.endpointId,
    'GET /v1/cache/warm/{id}': async () => shared['warming'] ?? '',
    'POST /v1/api-keys/{id}/rotate': apiKey,
    'DELETE /v1/api-keys/{id}': apiKey,
    'DELETE /v1/revocations/{id}': revocation,
    'GET /v1/tenants/{id}': async () => 'acme',
    'PATCH /v1/tenants/{id}': async () => 'acme',
    'DELETE /v1/tenants/{id}': async () => 'leaving',
    'DELETE /v1/users/{id}/data': async () => 'somebody',
    'GET /v1/erasures/{id}': erasure,
  };
  return {
    idFor: async (operation) => {
      const making = ids[operation];
      if (making === undefined) throw new Error(`Say what the id of ${operation} is.`);
      return making();
    },
    stop: async () => {
      await webhooks.stop();
      await stopIngestion();
      await stopWork();
      await closeRedis(redis, 500);
    },
  };
}

/** Answers at once, or when it is asked to wait, not before somebody cancels it. */
const answer: QueryHandler = async ({ record, signal }) => {
  if (record.submission.question === 'Wait' && !signal.aborted) await once(signal, 'abort');
  const timings = { queue_wait: 0, guard: 0, cache: 0, embed: 0, search: 0, fetch: 0, generate: 0, total: 0 };
  return {
    status: 'succeeded',
    result: {
      answer: 'Yes.',
      citations: [],
      model: 'local',
      confidence: 1,
      usage: { input_tokens: 0, output_tokens: 0, embedding_tokens: 0 },
      cost_usd: 0,
      cache: { status: 'bypass', tier: null, similarity: null, age_seconds: null, retrieval: 'miss' },
      degradation: { level: 'full', reasons: [] },
      warnings: [],
      timings_ms: timings,
    },
    cacheEntry: null,
  };
};

const endpointList = z.object({ data: z.array(z.object({ id: z.string() })).min(1) });

/** A webhook of the tenant that is a dead letter, and its disabled endpoint. */
async function startWebhooks(ingress: TestIngress) {
  const queue = { redisUrl: ingress.redis.url, sealer: ingress.sealer };
  const deliveries = createDeliveries(queue);
  const worker = createDeliveryWorker({
    ...queue,
    handler: async () => ({ outcome: 'dead', httpStatus: 410, error: 'gone', disableEndpoint: true }),
    mayReadResult: async () => true,
    observer: { deadLettered: () => undefined, endpointDisabled: () => undefined },
    onError: (error) => expect.unreachable(String(error)),
  });
  await worker.start();
  const deliveryId = 'wh-q_1-query-succeeded';
  const facts = { tenantId: 'acme', deliveryId, subjectId: 'q_1', principalId: 'ann', keyId: null } as const;
  const url = 'https://hooks.example.com/ragfleet';
  await deliveries.create({ ...facts, url, event: 'query.succeeded' }, Buffer.from('{"data":{}}'));
  await vi.waitFor(
    async () => {
      expect((await deliveries.get('acme', deliveryId))?.status).toBe('dead');
    },
    { timeout: 10_000 },
  );
  const key = await ingress.keyFor({ role: 'admin' });
  const { body } = await ingress.call({ path: '/v1/webhook-endpoints', key });
  const endpointId = endpointList.parse(body).data[0]?.id ?? '';
  return {
    deliveryId,
    endpointId,
    stop: async () => {
      await worker.drain(2_000);
      await deliveries.close();
    },
  };
}
