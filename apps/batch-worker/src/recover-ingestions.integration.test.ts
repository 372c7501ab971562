import type { IngestJob } from '@ragfleet/contracts';
import { type DocumentStore, openDocumentStore } from '@ragfleet/document-store';
import {
  createIngestQueue,
  createIngestWorker,
  deliveryIdOf,
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
import { createReportIngestion } from './report-ingestion.ts';

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

  /** What was told of which ingestion; what stands in front happens to the next telling. */
  const told: string[] = [];
  const faults: (Fault | null)[] = [];
  const tell = async (ingestionId: string, what: string): Promise<void> => {
    const fault = faults.shift() ?? null;
    if (fault !== null) throw fault;
    told.push(`${what} ${ingestionId}`);
  };
  const toldOf = ({ ingestionId }: IngestJob) => told.filter((what) => what.endsWith(ingestionId));
  const report = () =>
    createReportIngestion({
      store,
      events: { append: (_tenantId, ingestionId, type) => tell(ingestionId, type) },
      deliveries: { create: ({ subjectId, deliveryId }) => tell(subjectId, deliveryId) },
      publicUrl: null,
    });
  const giveUp = (job: IngestJob) =>
    createGiveUp({
      catalogue: store,
      changes: { advance: () => Promise.resolve() },
      report: report(),
    })(job);
  const failed = (error: unknown): never => {
    throw error;
  };
  const logger = { warn: () => undefined, error: failed };
  const sweep = () =>
    createRecoverIngestions({ store, queue, giveUp, report: report(), logger, olderThanMs: 0 })();

  async function accept(documentId: string): Promise<IngestJob> {
    const { tenantId, ingestionId } = await store.acceptIngestion({
      tenantId: 'acme',
      principalId: 'ada',
      callbackUrl: 'https://example.com/hook',
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

  describe('of an ingestion that ended', () => {
    const away = new Fault('unavailable', 'Away.');
    const webhookOf = ({ ingestionId }: IngestJob) =>
      `${deliveryIdOf(ingestionId, 'ingestion.finished')} ${ingestionId}`;
    const doneOf = ({ ingestionId }: IngestJob) => `done ${ingestionId}`;

    it('tells it, webhook and event, when the worker that gave it up died before, and then no more', async () => {
      const job = await accept('untold');
      faults.push(away);
      await expect(giveUp(job)).rejects.toBe(away);
      expect([await statusOf(job), toldOf(job)]).toEqual(['failed', []]);
      await sweep();
      expect(toldOf(job)).toEqual([webhookOf(job), doneOf(job)]);
      await sweep();
      expect(toldOf(job)).toHaveLength(2);
    });

    it('tells it as well when it died after the webhook, which keeps its id', async () => {
      const job = await accept('half-told');
      faults.push(null, away);
      await expect(giveUp(job)).rejects.toBe(away);
      await sweep();
      expect(toldOf(job)).toEqual([webhookOf(job), webhookOf(job), doneOf(job)]);
    });

    it('tells it as well when the worker that finished it died', async () => {
      const job = await accept('finished');
      await ingest(job, { attempt: 1, signal: new AbortController().signal, progressed: () => undefined });
      await sweep();
      expect([await statusOf(job), toldOf(job).length]).toEqual(['finished', 2]);
    });

    it('tells nothing that was told by whoever ended it', async () => {
      const job = await accept('told');
      await giveUp(job);
      expect(toldOf(job)).toHaveLength(2);
      await sweep();
      expect(toldOf(job)).toHaveLength(2);
    });
  });
});
