import { createApiKeys, createIdentity, createWebhookSecrets } from '@ragfleet/identity';
import {
  createDeliveries,
  createDeliveryWorker,
  createIngestWorker,
  createLaneWorkers,
  createQueryService,
  type QueryHandler,
} from '@ragfleet/job-queue';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis, queryResultOf } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readKeptQueue, restoreKeys } from './restore-keys.fixture.ts';

const { redis, url: redisUrl } = await openTestRedis();
/** The key under which the release sealed it. */
const sealer = createSealer(Buffer.alloc(32, 7).toString('base64'));
const kept = await readKeptQueue('queue-of-schema-11.json');
const deliveryId = `wh-${kept.ids.succeeded}-query-succeeded`;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const never = new AbortController().signal;
const PATIENCE_MS = 15_000;
const answer: QueryHandler = async () => ({
  status: 'succeeded',
  result: queryResultOf({ answer: 'After the upgrade.' }),
});

describe('a queue Redis as the release of schema 11 left it', () => {
  const queryService = createQueryService({ redisUrl, sealer });
  const deliveries = createDeliveries({ redisUrl, sealer });
  beforeAll(() => restoreKeys(redis, kept.keys));
  afterAll(() => Promise.all([queryService.close(), deliveries.close()]));

  it('lets its people in with the keys that they have', async () => {
    const identity = createIdentity({ redis, sealer });
    expect(await identity.authenticate(`Bearer ${kept.apiKey}`)).toMatchObject({
      tenantId: 'acme',
      principalId: 'ada',
      role: 'user',
      namespaces: ['default'],
    });
    const keys = await createApiKeys({ redis, sealer, environment: 'test' }).list('acme');
    expect(keys.map(({ principalId }) => principalId)).toEqual(['ada']);
    expect(await createWebhookSecrets({ redis, sealer }).current('acme')).toEqual(kept.webhookSecret);
  });

  it('reads each query as it stood, with what a later release would have added beside it', async () => {
    await redis.hset(`rf:acme:query:${kept.ids.succeeded}`, 'addedLater', 'x');
    expect(await queryService.get('acme', kept.ids.succeeded)).toMatchObject({
      status: 'succeeded',
      submission: { question: 'Who is done?', metadata: { ticket: '42' } },
      result: { answer: 'Ada is done.' },
      cacheEntry: null,
    });
    expect(await queryService.get('acme', kept.ids.failed)).toMatchObject({
      status: 'failed',
      error: { detail: 'It failed.' },
    });
    const list = { tenantId: 'acme', principalId: 'ada', status: null, limit: 10, startingAfter: null };
    const { records } = await queryService.list(list, never);
    expect(records.map(({ queryId }) => queryId).toSorted()).toEqual(Object.values(kept.ids).toSorted());
  });

  it('answers what waited and what ran', async () => {
    const slots = { reserved: { high: 1, normal: 1, low: 1 }, shared: 2 };
    const workers = createLaneWorkers({ redisUrl, sealer, handler: answer, slots, logger: silent });
    await workers.start();
    for (const id of [kept.ids.waiting, kept.ids.running])
      expect(await queryService.waitUntilTerminal('acme', id, PATIENCE_MS, never)).toMatchObject({
        status: 'succeeded',
        result: { answer: 'After the upgrade.' },
      });
    await workers.drain(2_000);
  });

  it('delivers the webhook that was due', async () => {
    const attempts: string[] = [];
    const worker = createDeliveryWorker({
      redisUrl,
      sealer,
      handler: async ({ record, body }) => {
        attempts.push(`${record.url} ${Buffer.from(body).toString()}`);
        return { outcome: 'delivered', httpStatus: 204 };
      },
      mayReadResult: async () => true,
      observer: { deadLettered: () => undefined, endpointDisabled: () => undefined },
      onError: (error) => expect.unreachable(String(error)),
    });
    await worker.start();
    await vi.waitUntil(
      async () => attempts.length > 1 && (await deliveries.get('acme', deliveryId))?.status === 'delivered',
      { timeout: PATIENCE_MS },
    );
    // Beside it, what was answered just now is told.
    expect(attempts.toSorted((one, other) => one.length - other.length)).toEqual([
      'https://hooks.example.com/answers {"type":"query.succeeded"}',
      expect.stringMatching(/^https:\/\/hooks\.example\.com\/answers .*"answer":"After the upgrade\."/),
    ]);
    await worker.drain(2_000);
  });

  it('goes on with the ingestion whose job waited', async () => {
    const seen: string[] = [];
    const worker = createIngestWorker({
      redisUrl,
      handler: async ({ ingestionId }) => {
        seen.push(ingestionId);
        return { status: 'finished' };
      },
      onGivenUp: () => expect.unreachable(),
      onError: (error) => expect.unreachable(String(error)),
    });
    await worker.start();
    await vi.waitUntil(() => seen.length > 0, { timeout: PATIENCE_MS });
    expect(seen).toEqual(['ing_before']);
    await worker.drain(2_000);
  });
});
