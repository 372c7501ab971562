import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApiKeys, createWebhookSecrets } from '@ragfleet/identity';
import {
  createDeliveries,
  createQueryDesk,
  createQueryLedger,
  type Deliveries,
  type QueryDesk,
  type QueryLedger,
} from '@ragfleet/job-queue';
import { permissionsOf } from '@ragfleet/kernel';
import { createSealer } from '@ragfleet/sealing';
import {
  createLogger,
  readConfig,
  type Service,
  startServices,
  stopServices,
} from '@ragfleet/service-runtime';
import { openTestRedis } from '@ragfleet/test-support';
import { verifyWebhook } from '@ragfleet/webhook-delivery';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { compose } from './composition.ts';
import { configSchema } from './config.ts';

const masterKey = Buffer.alloc(32, 7).toString('base64');
const sealer = createSealer(masterKey);
const logger = createLogger({ service: 'test', level: 'silent' });
const schedule = { delaysMs: [0, 30, 30, 30, 30, 30, 30, 30] };

const redisServer = await openTestRedis({ profile: 'blocking' });
const { redis } = redisServer;
let desk: QueryDesk;
let ledger: QueryLedger;
let deliveries: Deliveries;
let keyId: string;
let running: readonly Service[] = [];
const receivers: Server[] = [];

beforeAll(async () => {
  desk = createQueryDesk({ redisUrl: redisServer.url, sealer });
  ledger = createQueryLedger({ redis, sealer });
  deliveries = createDeliveries({ redisUrl: redisServer.url, sealer });
  const keys = createApiKeys({ redis, sealer, environment: 'test' });
  ({ keyId } = await keys.create({ tenantId: 'acme', principalId: 'ann', role: 'user' }));
});
afterEach(async () => {
  await stopServices(running, logger, 2_500);
  running = [];
  for (const receiver of receivers.splice(0)) {
    receiver.closeAllConnections();
    receiver.close();
  }
});
afterAll(async () => {
  await desk.close();
  await deliveries.close();
});

async function startWorker(): Promise<void> {
  const config = readConfig(configSchema, {
    QUEUE_REDIS_URL: redisServer.url,
    RAGFLEET_MASTER_KEY: masterKey,
    WEBHOOK_ALLOW_HOSTS: '127.0.0.1',
    OPERATIONS_PORT: '0',
    PUBLIC_URL: 'https://rag.example.com/',
    DEGRADATION_RULES: 'off',
  });
  running = compose(config, logger, schedule);
  await startServices(running, logger, 10_000);
}

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A receiver that answers by script, the last answer for ever. */
async function receiver(...script: readonly ((response: ServerResponse) => void)[]) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void request.toArray().then((chunks: Buffer[]) => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks) });
      script[Math.min(received.length, script.length) - 1]?.(response);
    });
  });
  receivers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received };
}

const answer =
  (status: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(status, headers).end();

async function submit(url: string, key = keyId): Promise<string> {
  const { record } = await desk.submit({
    principal: {
      kind: 'tenant',
      tenantId: 'acme',
      principalId: 'ann',
      keyId: key,
      role: 'user',
      permissions: permissionsOf('user'),
      namespaces: ['default'],
      department: null,
      lanes: ['high', 'normal', 'low'],
    },
    lane: 'normal',
    deadlineSeconds: 60,
    submission: {
      question: 'How many days of leave?',
      top_k: 5,
      history: [],
      model: null,
      session_id: null,
      cache: { mode: 'default' },
      metadata: {},
      callback: { url, events: ['query.succeeded', 'query.canceled'], include_result: true },
    },
    bodyHash: 'x',
    idempotencyKey: null,
  });
  return record.queryId;
}

const succeed = (queryId: string) =>
  ledger.settle('acme', queryId, {
    status: 'succeeded',
    result: {
      answer: '30 days.',
      citations: [],
      model: 'local',
      confidence: 0.9,
      usage: { input_tokens: 1, output_tokens: 1, embedding_tokens: 0 },
      cost_usd: 0,
      cache: { status: 'miss', tier: null, similarity: null, age_seconds: null, retrieval: 'miss' },
      degradation: { level: 'full', reasons: [] },
      warnings: [],
      timings_ms: { queue_wait: 0, guard: 0, cache: 0, embed: 0, search: 0, fetch: 0, generate: 0, total: 0 },
    },
  });

const until = (queryId: string, status: string) =>
  vi.waitFor(
    async () => {
      const [record] = await deliveries.list({
        tenantId: 'acme',
        subjectId: queryId,
        status: null,
        limit: 1,
      });
      expect(record?.status).toBe(status);
      return record;
    },
    { interval: 20 },
  );

describe('webhook worker', () => {
  it('delivers on the fourth attempt after three failures: one id, the same bytes, valid signatures', async () => {
    await startWorker();
    const { url, received } = await receiver(answer(500), answer(502), answer(404), answer(200));
    const queryId = await submit(url);
    await succeed(queryId);
    const record = await until(queryId, 'delivered');
    expect(record?.attempts.map((attempt) => attempt.httpStatus)).toEqual([500, 502, 404, 200]);
    expect(new Set(received.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([`wh-${queryId}-query-succeeded`]),
    );
    expect(new Set(received.map(({ body }) => body.toString())).size).toBe(1);
    const secrets = await createWebhookSecrets({ redis, sealer }).current('acme');
    expect(received.every((webhook) => verifyWebhook(webhook, secrets))).toBe(true);
    expect(JSON.parse(received[0]?.body.toString() ?? '')).toMatchObject({
      type: 'query.succeeded',
      data: {
        id: queryId,
        object: 'query',
        status: 'succeeded',
        result: { answer: '30 days.' },
        urls: { self: `https://rag.example.com/v1/queries/${queryId}` },
      },
    });
  });

  it('signs with both secrets during a rotation', async () => {
    await startWorker();
    const secrets = await createWebhookSecrets({ redis, sealer }).rotate('acme');
    const { url, received } = await receiver(answer(204));
    const queryId = await submit(url);
    await succeed(queryId);
    await until(queryId, 'delivered');
    expect(secrets.length).toBe(2);
    for (const secret of secrets)
      expect(received.every((webhook) => verifyWebhook(webhook, [secret]))).toBe(true);
  });

  it('follows no redirect, and buries the webhook when nothing else ever comes', async () => {
    await startWorker();
    const inside = await receiver(answer(200));
    const { url, received } = await receiver(answer(301, { location: inside.url }));
    const queryId = await submit(url);
    await succeed(queryId);
    const record = await until(queryId, 'dead');
    expect(record).toMatchObject({ reason: 'exhausted: redirect' });
    expect([received.length, inside.received.length]).toEqual([8, 0]);
  });

  it('sends nothing more to a receiver that is gone', async () => {
    await startWorker();
    const { url, received } = await receiver(answer(410));
    const [first, second] = [await submit(url), await submit(url)];
    await succeed(first);
    expect(await until(first, 'dead')).toMatchObject({ reason: 'gone' });
    await succeed(second);
    expect(await until(second, 'dead')).toMatchObject({ reason: 'endpoint disabled: gone' });
    expect(received).toHaveLength(1);
  });

  it('does not let a hanging receiver hold up the others', async () => {
    await startWorker();
    const hanging = await receiver(() => undefined);
    const healthy = await receiver(answer(200));
    const slow = await submit(hanging.url);
    await succeed(slow);
    await vi.waitFor(() => expect(hanging.received).toHaveLength(1));
    const quick = await submit(healthy.url);
    await succeed(quick);
    await until(quick, 'delivered');
    expect(await deliveries.get('acme', `wh-${slow}-query-succeeded`)).toMatchObject({ status: 'pending' });
  });

  it('delivers once what a worker settled and then died over, when it comes up', async () => {
    const { url, received } = await receiver(answer(200));
    const queryId = await submit(url);
    await succeed(queryId);
    await startWorker();
    await until(queryId, 'delivered');
    expect(received).toHaveLength(1);
  });

  it('leaves the result out when the key that asked has been revoked', async () => {
    await startWorker();
    const keys = createApiKeys({ redis, sealer, environment: 'test' });
    const revoked = await keys.create({ tenantId: 'acme', principalId: 'bob', role: 'user' });
    const { url, received } = await receiver(answer(200));
    const queryId = await submit(url, revoked.keyId);
    await keys.revoke('acme', revoked.keyId);
    await succeed(queryId);
    await until(queryId, 'delivered');
    expect(received[0]?.body.toString()).not.toMatch(/30 days|"result"/);
  });

  it('sends no webhook for an event that nobody asked for', async () => {
    await startWorker();
    const { url, received } = await receiver(answer(200));
    const [unwanted, wanted] = [await submit(url), await submit(url)];
    await ledger.settle('acme', unwanted, { status: 'expired', error: null });
    await succeed(wanted);
    await until(wanted, 'delivered');
    expect(received).toHaveLength(1);
  });

  it('goes on by itself after the queue Redis was killed and came back', async () => {
    await startWorker();
    const { url, received } = await receiver(answer(200));
    await redisServer.kill();
    await redisServer.restart();
    const queryId = await vi.waitFor(() => submit(url));
    await succeed(queryId);
    await until(queryId, 'delivered');
    expect(received).toHaveLength(1);
  });
});
