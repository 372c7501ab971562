import { createServer } from 'node:http';
import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { queueKeys } from '@ragfleet/contracts';
import { readSources } from '@ragfleet/document-sources';
import { openDocumentStore } from '@ragfleet/document-store';
import { createDeliveryWorker, createIngestQueue } from '@ragfleet/job-queue';
import { findFreePort } from '@ragfleet/redis-server';
import { createSealer } from '@ragfleet/sealing';
import { createLogger, readConfig } from '@ragfleet/service-runtime';
import { openProcessStage, startOpenAiDouble } from '@ragfleet/test-support';
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { compose } from './composition.ts';
import { configSchema } from './config.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
const stage = await openProcessStage({ until: 'test ends', graceMs: 1_000 });
const { redis, url: redisUrl } = stage.queue;
const sealer = createSealer(stage.masterKey);
const queue = createIngestQueue({ redisUrl });
const double = await startOpenAiDouble();
const SERVICE = { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: `${double.url}/v1` };
const database = stage.connect();
const store = await openDocumentStore({ database });

beforeEach(() => {
  double.failBy(() => null);
});
afterAll(async () => {
  await Promise.all([queue.close(), double.stop(), store.close()]);
});

/** The process, as its main starts it. */
async function start(variables: Readonly<Record<string, string>> = {}): Promise<void> {
  await stage.stop();
  const given = { ...stage.variables, ...variables };
  const config = readConfig(configSchema, given);
  const { SOURCES_FILE: path, SOURCE_ALLOW_HOSTS: allowHosts } = config;
  const sources = path === undefined ? null : await readSources({ path, allowHosts, env: given });
  await stage.run(await compose(config, logger, { sources }));
}

let accepted = 0;
async function submit(callbackUrl: string | null = null): Promise<string> {
  accepted += 1;
  const documents = [{ id: `d${accepted}`, title: 'Leave', content: `Leave is ${accepted} days.` }];
  const { ingestionId } = await store.acceptIngestion({
    tenantId: 'acme',
    principalId: 'ann',
    callbackUrl,
    documents,
  });
  await queue.enqueue({ v: 1, tenantId: 'acme', ingestionId });
  return ingestionId;
}
const statusOf = async (id: string) => (await store.getIngestion('acme', id))?.record.status;
const embeddings = () => double.requests.filter(({ kind }) => kind === 'embedding');

describe('variables of the batch worker', () => {
  it('PUBLIC_URL: how the urls of an ingestion in a webhook begin', async () => {
    const bodies: string[] = [];
    const worker = createDeliveryWorker({
      redisUrl,
      sealer,
      handler: async ({ body }) => {
        bodies.push(body.toString());
        return { outcome: 'dead', httpStatus: 410, error: 'gone', disableEndpoint: false };
      },
      mayReadResult: async () => true,
      observer: { deadLettered: () => undefined, endpointDisabled: () => undefined },
      onError: (error) => expect.unreachable(String(error)),
    });
    await worker.start();
    onTestFinished(() => worker.drain(1_000));
    for (const url of ['https://one.example', 'https://two.example']) {
      await start({ PUBLIC_URL: url });
      const id = await submit('https://hooks.example/done');
      await expect.poll(() => bodies.at(-1)).toContain(`${url}/v1/ingestions/${id}`);
    }
  });

  it('NEXT_EMBEDDING_MODEL and NEXT_EMBEDDING_DIMENSION: for which other model vectors are made as well, and how long they are', async () => {
    await start({ ...SERVICE, EMBEDDING_MODEL: 'local' });
    const alone = await submit();
    await expect.poll(() => statusOf(alone)).toBe('finished');
    expect(embeddings()).toEqual([]);
    for (const dimension of [256, 512]) {
      const next = {
        NEXT_EMBEDDING_MODEL: 'text-embedding-3-large',
        NEXT_EMBEDDING_DIMENSION: String(dimension),
      };
      await start({ ...SERVICE, EMBEDDING_MODEL: 'local', ...next });
      const both = await submit();
      await expect.poll(() => statusOf(both)).toBe('finished');
      expect(embeddings().at(-1)).toMatchObject({
        model: 'text-embedding-3-large',
        body: { dimensions: dimension },
      });
    }
  });

  it('INGEST_CONCURRENCY: how many ingestions run at once', async () => {
    double.failBy(({ kind }) => (kind === 'embedding' ? { type: 'hang' } : null));
    const most: number[] = [];
    for (const concurrency of ['1', '3']) {
      await redis.flushall();
      await start({ ...SERVICE, EMBEDDING_MODEL: 'text-embedding-3-small', INGEST_CONCURRENCY: concurrency });
      for (let count = 0; count < 4; count += 1) await submit();
      await expect.poll(() => double.callsInFlight()).toBe(Number(concurrency));
      most.push(await redis.llen('bull:ingest:active'));
      await stage.stop();
      await expect.poll(() => double.callsInFlight()).toBe(0);
    }
    expect(most).toEqual([1, 3]);
  });

  it('INGEST_SHARE_BESIDE_QUESTIONS: how much of the time ingestion works while questions are asked', async () => {
    const OPERATIONS_PORT = String(await findFreePort());
    const restedSeconds = async (): Promise<number> => {
      const metrics = await (await fetch(`http://127.0.0.1:${OPERATIONS_PORT}/metrics`)).text();
      return Number(/^ragfleet_ingest_rested_seconds_total (.+)$/m.exec(metrics)?.[1]);
    };
    // A lane counts what begins in it by half minutes.
    const beginQuestion = () => redis.incr(queueKeys.laneStarts('high', Math.floor(Date.now() / 30_000)));
    const ingest = async (): Promise<void> => {
      const id = await submit();
      await expect.poll(() => statusOf(id)).toBe('finished');
    };
    await start({ OPERATIONS_PORT, INGEST_SHARE_BESIDE_QUESTIONS: '0.01' });
    for (let count = 0; count < 5; count += 1) await ingest();
    expect(await restedSeconds()).toBe(0);
    await expect.poll(() => beginQuestion().then(ingest).then(restedSeconds)).toBeGreaterThan(0);

    await start({ OPERATIONS_PORT, INGEST_SHARE_BESIDE_QUESTIONS: '1' });
    for (let count = 0; count < 5; count += 1) await beginQuestion().then(ingest);
    expect(await restedSeconds()).toBe(0);
  });

  it('SOURCES_FILE and SOURCE_ALLOW_HOSTS: what is kept in step, and which private hosts are read for it', async () => {
    const asked: string[] = [];
    const site = createServer((request, response) => {
      asked.push(request.url ?? '');
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<title>Leave</title><p>Leave is 9 days.</p>');
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void site.close());
    const path = join(stage.dir, 'sources.json');
    const page = `http://127.0.0.1:${(site.address() as AddressInfo).port}/page.html`;
    const rules = { tenant: 'acme', namespace: 'hr', every_minutes: 1_440 };
    await writeFile(path, JSON.stringify([{ kind: 'web', name: 'site', urls: [page], ...rules }]));
    const passes = async () => (await database.query('SELECT 1 FROM source_passes', [])).length;
    await start({});
    expect(await passes()).toBe(0);
    await expect(start({ SOURCES_FILE: path })).rejects.toMatchObject({ kind: 'invalid-input' });
    await start({ SOURCES_FILE: path, SOURCE_ALLOW_HOSTS: '127.0.0.1' });
    await expect.poll(() => asked).toContain('/page.html');
    await expect.poll(passes).toBeGreaterThan(0);
  });
});
