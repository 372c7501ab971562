import { INGEST_POLICY, type IngestJob } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { createSealer } from '@ragfleet/sealing';
import { settlesWithin, startTestRedis, type TestRedis } from '@ragfleet/test-support';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { StreamEvent } from '../events/contract.ts';
import type { IngestHandler, IngestionEvents, IngestQueue, IngestWorker } from './contract.ts';
import { createIngestionEvents } from './create-ingestion-events.ts';
import { createIngestQueue } from './create-ingest-queue.ts';
import { createIngestWorker } from './create-ingest-worker.ts';

const sealer = createSealer(Buffer.alloc(32, 7).toString('base64'));
let server: TestRedis;
let queue: IngestQueue;
let events: IngestionEvents;
const workers: IngestWorker[] = [];
let serial = 0;

beforeAll(async () => {
  server = await startTestRedis();
  queue = createIngestQueue({ redisUrl: server.url });
  events = createIngestionEvents({ redisUrl: server.url, sealer });
  await vi.waitFor(() => events.append('acme', 'ing_0', 'progress', {}));
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.drain(3_000)));
});
afterAll(async () => {
  await queue.close();
  await events.close();
  await server.stop();
});

const finished = { status: 'finished' } as const;
const newJob = (): IngestJob => ({ v: 1, tenantId: 'acme', ingestionId: `ing_${++serial}` });

async function work(handler: IngestHandler, maxRunMs = 60_000): Promise<unknown[]> {
  const errors: unknown[] = [];
  const worker = createIngestWorker({
    redisUrl: server.url,
    handler,
    onError: (error) => errors.push(error),
    maxRunMs,
  });
  workers.push(worker);
  await worker.start();
  return errors;
}

describe('ingest queue and worker', () => {
  it('leaves alone what is of another region, reads nothing of it, and tells of it', async () => {
    const [foreign, own] = [newJob(), { ...newJob(), tenantId: 'globex' }];
    const seen: string[] = [];
    const refused: string[] = [];
    const worker = createIngestWorker({
      redisUrl: server.url,
      handler: async ({ ingestionId }) => (seen.push(ingestionId), finished),
      onError: (error) => expect.fail(String(error)),
      tenantGate: {
        isServed: async (tenantId) => tenantId === 'globex',
        onRefused: (tenantId) => refused.push(tenantId),
      },
    });
    workers.push(worker);
    await queue.enqueue(foreign);
    await queue.enqueue(own);
    await worker.start();
    await vi.waitFor(() => expect([seen, refused]).toEqual([[own.ingestionId], ['acme']]));
    const redis = connectRedis({ url: server.url, profile: 'fail-fast', name: 'ingestion-test' });
    await whenReady(redis, 5_000);
    expect(await redis.zscore('bull:ingest:delayed', foreign.ingestionId)).not.toBeNull();
    expect(await redis.hget(`bull:ingest:${foreign.ingestionId}`, 'atm')).toBeNull();
    await closeRedis(redis, 1_000);
  });

  it('runs an ingestion once, however often it is enqueued', async () => {
    const job = newJob();
    const marker = newJob();
    const seen: string[] = [];
    await Promise.all(Array.from({ length: 10 }, () => queue.enqueue(job)));
    await work(async ({ ingestionId }) => (seen.push(ingestionId), finished));
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    await queue.enqueue(job);
    await queue.enqueue(marker);
    await vi.waitFor(() => expect(seen).toEqual([job.ingestionId, marker.ingestionId]));
  });

  it('runs again after a retryable fault, and not after any other', async () => {
    const [shaky, wrong] = [newJob(), newJob()];
    const attempts: string[] = [];
    const errors = await work(async (job, { attempt }) => {
      attempts.push(`${job.ingestionId}:${attempt}`);
      if (job.ingestionId === wrong.ingestionId) throw new Fault('invalid-input', 'No.');
      if (attempt === 1) throw new Fault('unavailable', 'Away.');
      return finished;
    });
    await queue.enqueue(wrong);
    await queue.enqueue(shaky);
    await vi.waitFor(() => expect(attempts).toHaveLength(3));
    expect(attempts).toEqual([`${wrong.ingestionId}:1`, `${shaky.ingestionId}:1`, `${shaky.ingestionId}:2`]);
    expect(errors).toHaveLength(2);
  });

  it('hands a running ingestion back when it drains, without burning an attempt', async () => {
    const job = newJob();
    const running = Promise.withResolvers<void>();
    await work((_job, { signal }) => {
      running.resolve();
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Error('stop'))),
      );
    });
    await queue.enqueue(job);
    await running.promise;
    await workers.pop()?.drain(1_100);
    const attempts: number[] = [];
    await work(async (_job, { attempt }) => (attempts.push(attempt), finished));
    await vi.waitFor(() => expect(attempts).toEqual([1]));
  });

  it('brings an ingestion that waits back when it asked to, however often, and burns no attempt', async () => {
    const job = newJob();
    const attempts: number[] = [];
    await work(async (_job, { attempt }) => {
      attempts.push(attempt);
      return attempts.length < 5 ? { status: 'waiting', resumeAfterMs: 20 } : finished;
    });
    await queue.enqueue(job);
    await vi.waitFor(() => expect(attempts).toEqual([1, 1, 1, 1, 1]));
    await vi.waitFor(async () => expect(await queue.recover(job)).toBe('enqueued'));
  });

  it('recovers an ingestion without a job, or with one that was completed, and leaves alone what waits', async () => {
    const job = newJob();
    const seen: string[] = [];
    expect(await queue.recover(job)).toBe('enqueued');
    expect(await queue.recover(job)).toBe('under-way');
    await work(async ({ ingestionId }) => (seen.push(ingestionId), finished));
    await vi.waitFor(async () => expect(await queue.recover(job)).toBe('enqueued'));
    await vi.waitFor(() => expect(seen).toEqual([job.ingestionId, job.ingestionId]));
  });

  it('says of an ingestion whose job failed for good that it is given up', async () => {
    const job = newJob();
    await work(() => Promise.reject(new Fault('invalid-input', 'No.')));
    await queue.enqueue(job);
    await vi.waitFor(async () => expect(await queue.recover(job)).toBe('given-up'));
    expect(await queue.recover(job)).toBe('given-up');
  });

  it('ends its drain in time while Redis is away', async () => {
    const other = await startTestRedis();
    const worker = createIngestWorker({
      redisUrl: other.url,
      handler: async () => finished,
      onError: () => {},
    });
    await worker.start();
    await other.kill();
    expect(await settlesWithin(1_500, () => worker.drain(1_000))).toBe(true);
  });

  it('waits in its drain for what was given up to be ended', async () => {
    const { promise: ending, resolve: end } = Promise.withResolvers<void>();
    const given: string[] = [];
    const worker = createIngestWorker({
      redisUrl: server.url,
      handler: () => Promise.reject(new Fault('invalid-input', 'No.')),
      onError: () => undefined,
      onGivenUp: async ({ ingestionId }) => {
        given.push(ingestionId);
        await ending;
        given.push('ended');
      },
    });
    const job = newJob();
    await queue.enqueue(job);
    await worker.start();
    await vi.waitFor(() => expect(given).toEqual([job.ingestionId]));
    const drained = worker.drain(10_000).then(() => given.push('drained'));
    // Of its own a drain without work takes a few exchanges with Redis.
    for (let exchanges = 0; exchanges < 500 && given.length === 1; exchanges += 1) await queue.recover(job);
    end();
    await drained;
    expect(given).toEqual([job.ingestionId, 'ended', 'drained']);
  });

  it('burns no attempt when a run that has done some of its work is cut at its time', async () => {
    const job = newJob();
    const attempts: number[] = [];
    const slices = INGEST_POLICY.attempts + 1;
    const errors = await work(async (_job, { attempt, progressed }) => {
      attempts.push(attempt);
      progressed();
      return attempts.length < slices ? new Promise(() => {}) : finished;
    }, 50);
    await queue.enqueue(job);
    await vi.waitFor(() => expect(attempts).toEqual(Array.from({ length: slices }, () => 1)));
    await vi.waitFor(async () => expect(await queue.recover(job)).toBe('enqueued'));
    expect(errors).toEqual([]);
  });

  it('does not wait for ever for a run that never ends', async () => {
    const attempts: number[] = [];
    await work((_job, { attempt }) => (attempts.push(attempt), new Promise(() => {})), 50);
    await queue.enqueue(newJob());
    await vi.waitFor(() => expect(attempts.length).toBeGreaterThan(1));
  });
});

describe('ingestion events', () => {
  const read = async (ingestionId: string, afterId: string | null, tenantId = 'acme', limitMs = 5_000) => {
    const seen: StreamEvent[] = [];
    const signal = AbortSignal.timeout(limitMs);
    const wanted = { tenantId, ingestionId, afterId, quietMs: 60_000 };
    for await (const event of events.read(wanted, signal)) seen.push(event);
    return seen;
  };

  it('replays from the first, resumes after an id, follows live and ends at done', async () => {
    await events.append('acme', 'ing_e', 'progress', { embedded: 1 });
    const reading = read('ing_e', null);
    await events.append('acme', 'ing_e', 'progress', { embedded: 2 });
    await events.append('acme', 'ing_e', 'done', { embedded: 3 });
    const seen = await reading;
    expect(seen.map(({ type, data }) => [type, data])).toEqual([
      ['progress', { embedded: 1 }],
      ['progress', { embedded: 2 }],
      ['done', { embedded: 3 }],
    ]);
    expect((await read('ing_e', seen[1]?.id ?? null)).map((event) => event.type)).toEqual(['done']);
  });

  it('ends when the listener goes away', async () => {
    expect(await read('ing_nobody', null, 'acme', 20)).toEqual([]);
  });

  it('ends when it was quiet for so long, after what is there', async () => {
    await events.append('acme', 'ing_q', 'progress', { embedded: 1 });
    const seen: StreamEvent[] = [];
    const wanted = { tenantId: 'acme', ingestionId: 'ing_q', afterId: null, quietMs: 1 };
    const { signal } = new AbortController();
    for await (const event of events.read(wanted, signal)) seen.push(event);
    expect(seen.map(({ data }) => data)).toEqual([{ embedded: 1 }]);
  });

  it('keeps tenants apart', async () => {
    await events.append('acme', 'ing_t', 'done', {});
    expect(await read('ing_t', null, 'rival', 20)).toEqual([]);
  });
});
