import type { IngestJob } from '@ragfleet/contracts';
import { type DocumentStore, openDocumentStore } from '@ragfleet/document-store';
import {
  createIngestQueue,
  createIngestWorker,
  type IngestHandler,
  type IngestQueue,
  type IngestWorker,
} from '@ragfleet/job-queue';
import { Fault } from '@ragfleet/kernel';
import { connectPostgres } from '@ragfleet/postgres-connection';
import { describeOnPostgres, startTestRedis, type TestRedis } from '@ragfleet/test-support';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createGiveUp } from './ingest.ts';
import { createRecoverIngestions } from './recover-ingestions.ts';

describeOnPostgres('the recovery of ingestions', (postgres) => {
  let redis: TestRedis;
  let queue: IngestQueue;
  let store: DocumentStore;
  const workers: IngestWorker[] = [];

  beforeAll(async () => {
    redis = await startTestRedis();
    queue = createIngestQueue({ redisUrl: redis.url });
    const options = { poolSize: 4, statementTimeoutMs: 10_000, name: 'test' };
    store = await openDocumentStore({ database: connectPostgres({ ...options, url: postgres().url }) });
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.drain(3_000)));
  });
  afterAll(async () => {
    await queue.close();
    await store.close();
    await redis.stop();
  });

  const giveUp = (job: IngestJob) =>
    createGiveUp({
      catalogue: store,
      changes: { advance: () => Promise.resolve() },
      report: { progress: () => Promise.resolve(), finished: () => Promise.resolve() },
    })(job);
  const failed = (error: unknown): never => {
    throw error;
  };
  const logger = { warn: () => undefined, error: failed };
  const sweep = () => createRecoverIngestions({ store, queue, giveUp, logger, olderThanMs: 0 })();

  async function accept(documentId: string): Promise<IngestJob> {
    const { tenantId, ingestionId } = await store.acceptIngestion({
      tenantId: 'acme',
      principalId: 'ada',
      callbackUrl: null,
      documents: [{ id: documentId, title: 'Leave', content: 'Everybody has 27 days.' }],
    });
    return { v: 1, tenantId, ingestionId };
  }

  const statusOf = async ({ tenantId, ingestionId }: IngestJob) =>
    (await store.getIngestion(tenantId, ingestionId))?.record.status;
  const isStatus = async (job: IngestJob, status: string) => expect(await statusOf(job)).toBe(status);
  const untilStatus = (job: IngestJob, status: string) => vi.waitFor(() => isStatus(job, status));

  async function work(handler: IngestHandler): Promise<void> {
    const worker = createIngestWorker({ redisUrl: redis.url, handler, onError: () => undefined });
    workers.push(worker);
    await worker.start();
  }

  /** Embeds nothing, and records that it did. */
  const ingest: IngestHandler = async ({ tenantId, ingestionId }) => {
    const run = await startRun({ tenantId, ingestionId });
    const claim = { run, after: 0, maxDocuments: 10, maxBytes: 1_000, batchId: null };
    const { documents } = await store.claimDocuments(claim);
    const outcome = { status: 'embedded', passages: 1 } as const;
    await store.recordOutcomes(
      run,
      documents.map(({ documentId }) => ({ documentId, outcome })),
    );
    await store.finishIngestion(run);
    return { status: 'finished' };
  };
  const startRun = async (key: Pick<IngestJob, 'tenantId' | 'ingestionId'>) => {
    const run = { ...key, runId: `run of ${key.ingestionId}` };
    await store.startRun(run, 60_000);
    return run;
  };

  describe('of an ingestion that has no job', () => {
    it('gives it one, and it finishes', async () => {
      const job = await accept('lost');
      await sweep();
      await work(ingest);
      await vi.waitFor(async () => expect(await statusOf(job)).toBe('finished'));
    });

    it('gives it one also when sweeps run at once', async () => {
      const jobs = await Promise.all(['a', 'b', 'c', 'd'].map((id) => accept(`crowd-${id}`)));
      await Promise.all([sweep(), sweep(), sweep()]);
      const runs: string[] = [];
      await work(async (job, run) => (runs.push(job.ingestionId), ingest(job, run)));
      await Promise.all(jobs.map((job) => untilStatus(job, 'finished')));
      expect(runs.toSorted()).toEqual(jobs.map(({ ingestionId }) => ingestionId).toSorted());
    });
  });

  it('leaves a running ingestion alone', async () => {
    const job = await accept('running');
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    let runs = 0;
    await work(async (taken, run) => {
      runs += 1;
      await startRun(taken);
      await released;
      return ingest(taken, run);
    });
    await queue.enqueue(job);
    await untilStatus(job, 'running');
    await sweep();
    release();
    await untilStatus(job, 'finished');
    expect(runs).toBe(1);
  });

  it('runs an ingestion again whose job was completed without ending it', async () => {
    const job = await accept('half');
    const runs: number[] = [];
    await work(async (taken, run) => {
      runs.push(run.attempt);
      return runs.length > 1 ? ingest(taken, run) : { status: 'finished' };
    });
    await queue.enqueue(job);
    await vi.waitFor(async () => {
      await sweep();
      expect(await statusOf(job)).toBe('finished');
    });
    expect(runs).toEqual([1, 1]);
  });

  it('ends an ingestion whose job failed for good while nobody listened, also twice at once', async () => {
    const job = await accept('broken');
    await work(() => Promise.reject(new Fault('invalid-input', 'No.')));
    await queue.enqueue(job);
    await vi.waitFor(async () => expect(await queue.recover(job)).toBe('given-up'));
    expect(await statusOf(job)).toBe('queued');
    await Promise.all([sweep(), giveUp(job), sweep()]);
    expect(await statusOf(job)).toBe('failed');
  });
});
