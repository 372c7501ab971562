import { BULL_PREFIX, queueKeys } from '@ragfleet/contracts';
import { permissionsOf, systemClock, type TenantPrincipal } from '@ragfleet/kernel';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis, submissionOf } from '@ragfleet/test-support';
import { Worker } from 'bullmq';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deliveryIdOf, type QueryService, type QueryStateStore } from '../queries/contract.ts';
import { createQueryService } from '../queries/query-service.ts';
import { createQueryStateStore } from '../queries/query-state-store.ts';
import { toQueryResource } from '../queries/query-resource.ts';
import type { Deliveries } from '../webhooks/contract.ts';
import { createDeliveries } from '../webhooks/create-deliveries.ts';
import { createOutbox, type Outbox } from '../webhooks/create-outbox.ts';
import { inGroups } from '../webhooks/redelivery/in-groups.ts';
import type { Reconciler } from './contract.ts';
import { createReconciler } from './create-reconciler.ts';
import { silentObserver } from './reconciler-stage.fixture.ts';

const sealer = createSealer(Buffer.alloc(32, 7).toString('base64'));
const principal: TenantPrincipal = {
  kind: 'tenant',
  tenantId: 'acme',
  principalId: 'ann',
  keyId: 'key1',
  role: 'user',
  permissions: permissionsOf('user'),
  namespaces: ['default'],
  department: null,
  lanes: ['high', 'normal', 'low'],
};

const server = await openTestRedis({ profile: 'blocking' });
const { redis } = server;
let queryService: QueryService;
let ledger: QueryStateStore;
let deliveries: Deliveries;
let outbox: Outbox;
const reconcilers: Reconciler[] = [];

beforeEach(async () => {
  await redis.flushall();
  queryService = createQueryService({ redisUrl: server.url, sealer });
  ledger = createQueryStateStore({ redis, sealer });
  deliveries = createDeliveries({ redisUrl: server.url, sealer });
  outbox = createOutbox({
    redis,
    deliveries,
    readQuery: (tenantId, queryId) => queryService.get(tenantId, queryId),
    toResource: (record) => toQueryResource(record, { place: null, publicUrl: null }),
    onError: fail,
  });
});
afterEach(async () => {
  await Promise.all(reconcilers.splice(0).map((reconciler) => reconciler.stop()));
  await queryService.close();
  await deliveries.close();
});

function fail(error: unknown): void {
  throw error;
}

function newReconciler(clock = systemClock): Reconciler {
  const reconciler = createReconciler({
    redisUrl: server.url,
    sealer,
    outbox,
    observer: silentObserver,
    onError: fail,
    clock,
    intervalMs: 50,
    stalledIntervalMs: 100,
  });
  reconcilers.push(reconciler);
  return reconciler;
}

const submit = async (): Promise<string> => {
  const { record } = await queryService.submit({
    principal,
    lane: 'high',
    deadlineSeconds: 60,
    submission: submissionOf('How many days?', {
      callback: {
        url: 'https://hooks.example.com/x',
        events: ['query.succeeded', 'query.failed', 'query.canceled', 'query.expired'],
        include_result: true,
      },
    }),
    bodyHash: 'hash',
    idempotencyKey: null,
  });
  return record.queryId;
};

const statusOf = async (queryId: string) => (await queryService.get('acme', queryId))?.status;
const jobKey = (queryId: string) => `${BULL_PREFIX}:rag-high:${queryId}`;

/** Leaves the traces of an ingress that died between record and job. */
async function loseJob(queryId: string, ageMs = 60_000): Promise<void> {
  await vi.waitUntil(async () => (await redis.zscore(queueKeys.admitted, `acme:${queryId}`)) === null);
  await redis.lrem(`${BULL_PREFIX}:rag-high:wait`, 0, queryId);
  await redis.del(jobKey(queryId));
  await redis.zadd(queueKeys.admitted, Date.now() - ageMs, `acme:${queryId}`);
}

describe('reconciler', () => {
  it('adds the job of an accepted query whose ingress died before it could', async () => {
    const queryId = await submit();
    await loseJob(queryId);
    const reconciler = newReconciler();
    await Promise.all([reconciler.runOnce(), newReconciler().runOnce()]);
    expect(await redis.lrange(`${BULL_PREFIX}:rag-high:wait`, 0, -1)).toEqual([queryId]);
    expect(await redis.zcard(queueKeys.admitted)).toBe(0);
    await reconciler.runOnce();
    expect(await redis.llen(`${BULL_PREFIX}:rag-high:wait`)).toBe(1);
  });

  it('leaves a query alone that is just being accepted', async () => {
    const queryId = await submit();
    await loseJob(queryId, 100);
    await newReconciler().runOnce();
    expect(await redis.llen(`${BULL_PREFIX}:rag-high:wait`)).toBe(0);
  });

  it('ends a query whose deadline passed although no worker is up, and tells its webhook once', async () => {
    const queryId = await submit();
    await redis.zadd(queueKeys.deadlines, Date.now() - 5_000, `acme:${queryId}`);
    await Promise.all([newReconciler().runOnce(), newReconciler().runOnce()]);
    const record = await queryService.get('acme', queryId);
    expect(record).toMatchObject({ status: 'expired', error: { retryable: true } });
    expect(await redis.llen(`${BULL_PREFIX}:rag-high:wait`)).toBe(0);
    expect(await redis.zcard(queueKeys.deadlines)).toBe(0);
    const ofQuery = { tenantId: 'acme', subjectId: queryId, status: null, limit: 10, startingAfter: null };
    const { records: sent } = await deliveries.list(ofQuery, AbortSignal.timeout(5_000));
    expect(sent.map((delivery) => delivery.event)).toEqual(['query.expired']);
    expect(await redis.lrange(`${BULL_PREFIX}:webhooks:wait`, 0, -1)).toEqual([
      deliveryIdOf(queryId, 'query.expired'),
    ]);
  });

  it('ends all that is overdue in one pass, however much that is', async () => {
    const queryIds: string[] = [];
    await inGroups(Array.from({ length: 450 }), 50, async () => queryIds.push(await submit()));
    const overdue = queryIds.flatMap((queryId) => [Date.now() - 5_000, `acme:${queryId}`]);
    await redis.zadd(queueKeys.deadlines, ...overdue);
    // A pass has no end by this clock: how fast the machine is tells nothing here.
    await newReconciler({ nowMs: Date.now, monotonicMs: () => 0 }).runOnce();
    expect(await redis.zcard(queueKeys.deadlines)).toBe(0);
    const states = await Promise.all(queryIds.map((id) => redis.hget(queueKeys.query('acme', id), 'state')));
    expect(new Set(states)).toEqual(new Set(['expired']));
    expect(await redis.llen(`${BULL_PREFIX}:rag-high:wait`)).toBe(0);
  });

  it('never overwrites what a worker settled first', async () => {
    const queryId = await submit();
    await ledger.settle('acme', queryId, { status: 'canceled', error: null });
    await redis.zadd(queueKeys.deadlines, '1000', `acme:${queryId}`);
    await newReconciler().runOnce();
    expect(await statusOf(queryId)).toBe('canceled');
    expect(await redis.zcard(queueKeys.deadlines)).toBe(0);
  });

  it('settles a query whose job the queue gave up by itself', async () => {
    const queryId = await submit();
    await vi.waitFor(async () => expect(await redis.zcard(queueKeys.admitted)).toBe(0));
    const worker = new Worker('rag-high', () => Promise.reject(new Error('died')), {
      connection: redis,
      prefix: BULL_PREFIX,
    });
    await vi.waitFor(async () => expect(await redis.zcard(`${BULL_PREFIX}:rag-high:failed`)).toBe(1));
    await worker.close();
    expect(await statusOf(queryId)).toBe('queued');
    await Promise.all([newReconciler().runOnce(), newReconciler().runOnce()]);
    expect(await queryService.get('acme', queryId)).toMatchObject({
      status: 'failed',
      error: { retryable: true },
    });
  });

  it('turns an outbox mark into one delivery however many reconcilers find it', async () => {
    const queryId = await submit();
    await ledger.settle('acme', queryId, { status: 'canceled', error: null });
    const runs = Array.from({ length: 5 }, () => newReconciler().runOnce());
    await Promise.all(runs);
    expect(await redis.zcard(queueKeys.outbox)).toBe(0);
    expect(await redis.lrange(`${BULL_PREFIX}:webhooks:wait`, 0, -1)).toEqual([
      deliveryIdOf(queryId, 'query.canceled'),
    ]);
  });

  it('keeps a query until its webhook is made, and after that for the time of its tenant', async () => {
    await redis.hset(queueKeys.tenant('acme'), 'keptSeconds', 3_600);
    const queryId = await submit();
    await ledger.settle('acme', queryId, { status: 'canceled', error: null });
    const keptSeconds = () => redis.ttl(queueKeys.query('acme', queryId));
    expect(await keptSeconds()).toBeGreaterThan(86_000);
    await outbox.drain(10);
    expect(await keptSeconds()).toSatisfy((seconds: number) => seconds > 3_500 && seconds <= 3_600);
  });

  it('keeps the mark when the delivery could not be added', async () => {
    const queryId = await submit();
    await ledger.settle('acme', queryId, { status: 'canceled', error: null });
    const errors: unknown[] = [];
    const broken = createOutbox({
      redis,
      deliveries: { ...deliveries, create: () => Promise.reject(new Error('killed')) },
      readQuery: (tenantId, id) => queryService.get(tenantId, id),
      toResource: (record) => toQueryResource(record, { place: null, publicUrl: null }),
      onError: (error) => errors.push(error),
    });
    expect(await broken.drain(10)).toBe(0);
    expect(errors).toHaveLength(1);
    expect(await redis.zrange(queueKeys.outbox, '0', '-1')).toEqual([`acme:${queryId}`]);
  });

  it('buries a delivery whose job the queue gave up by itself', async () => {
    const queryId = await submit();
    await ledger.settle('acme', queryId, { status: 'canceled', error: null });
    await outbox.drain(10);
    const worker = new Worker('webhooks', () => Promise.reject(new Error('died')), {
      connection: redis,
      prefix: BULL_PREFIX,
      settings: { backoffStrategy: () => -1 },
    });
    await vi.waitFor(async () => expect(await redis.zcard(`${BULL_PREFIX}:webhooks:failed`)).toBe(1));
    await worker.close();
    await newReconciler().runOnce();
    const dead = {
      tenantId: 'acme',
      subjectId: queryId,
      status: 'dead',
      limit: 1,
      startingAfter: null,
    } as const;
    const [delivery] = (await deliveries.list(dead, AbortSignal.timeout(5_000))).records;
    expect(delivery?.reason).toBe('interrupted too often');
  });

  it('brings the job of a dead worker back although no worker is up', async () => {
    const queryId = await submit();
    // A worker that was killed leaves its job active and, when its lock has run out, without a lock.
    await vi.waitFor(async () => expect(await redis.llen(`${BULL_PREFIX}:rag-high:wait`)).toBe(1));
    await redis.lmove(`${BULL_PREFIX}:rag-high:wait`, `${BULL_PREFIX}:rag-high:active`, 'RIGHT', 'LEFT');
    const reconciler = newReconciler();
    await reconciler.start();
    await vi.waitFor(async () =>
      expect(await redis.lrange(`${BULL_PREFIX}:rag-high:wait`, 0, -1)).toEqual([queryId]),
    );
  });
});
