import { createAnswerEntries, createScanIndex } from '@ragfleet/answer-cache';
import { queueKeys } from '@ragfleet/contracts';
import { createLocalEmbedder } from '@ragfleet/models';
import { openDocumentStore } from '@ragfleet/document-store';
import {
  createDeliveries,
  createIngestionEvents,
  createIngestQueue,
  type StreamEvent,
} from '@ragfleet/job-queue';
import { createSealer } from '@ragfleet/sealing';
import { createLogger, readConfig } from '@ragfleet/service-runtime';
import { answerEntry, openProcessStage } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { compose } from './composition.ts';
import { configSchema } from './config.ts';

const logger = createLogger({ service: 'batch-worker', level: 'fatal' });
const scope = {
  access: { tenantId: 'acme', readsAll: true, namespaces: [], department: null },
  namespaces: null,
};

const stage = await openProcessStage({ until: 'file ends' });
const { redis, url: redisUrl } = stage.queue;
const sealer = createSealer(stage.masterKey);
const database = stage.connect();
const store = await openDocumentStore({ database });
let lostIngestionId: string;

beforeAll(async () => {
  lostIngestionId = await acceptWithoutJob();
  await database.query(`UPDATE ingestions SET checked_at = now() - interval '2 minutes'`, []);
  const config = readConfig(configSchema, { ...stage.variables, PUBLIC_URL: 'https://rag.example/' });
  await stage.run(await compose(config, logger));
});
afterAll(() => store.close());

async function acceptWithoutJob(): Promise<string> {
  const { ingestionId } = await store.acceptIngestion({
    tenantId: 'acme',
    principalId: 'ada',
    callbackUrl: null,
    documents: [{ id: 'lost', title: 'Lost', content: 'Accepted while the queue was away.' }],
  });
  return ingestionId;
}

it('finishes an accepted ingestion that never reached the queue', async () => {
  const statusOf = async () => (await store.getIngestion('acme', lostIngestionId))?.record.status;
  await vi.waitFor(async () => expect(await statusOf()).toBe('finished'));
});

it('takes an ingestion from the queue to searchable passages, its last event and its webhook', async () => {
  const queue = createIngestQueue({ redisUrl });
  const events = createIngestionEvents({ redisUrl, sealer });
  const deliveries = createDeliveries({ redisUrl, sealer });
  const { ingestionId } = await store.acceptIngestion({
    tenantId: 'acme',
    principalId: 'ada',
    callbackUrl: 'https://hooks.example/done',
    documents: [{ id: 'leave', title: 'Leave', content: '# Annual leave\nEverybody has 27 days.' }],
  });
  await queue.enqueue({ v: 1, tenantId: 'acme', ingestionId });

  const seen: StreamEvent[] = [];
  const followed = { tenantId: 'acme', ingestionId, afterId: null, quietMs: 15_000 };
  for await (const event of events.read(followed, AbortSignal.timeout(15_000))) seen.push(event);
  expect(seen.at(-1)).toMatchObject({
    type: 'done',
    data: { id: ingestionId, status: 'finished', counts: { total: 1, embedded: 1, pending: 0 } },
  });
  const [found] = await store.searchKeyword(scope, 'annual leave', 5, AbortSignal.timeout(5_000));
  expect(await store.readCurrent(scope, [found?.passageId ?? ''], AbortSignal.timeout(5_000))).toMatchObject([
    { documentId: 'leave', headings: ['Annual leave'], text: 'Everybody has 27 days.' },
  ]);
  const told = { tenantId: 'acme', subjectId: ingestionId, status: null, limit: 10, startingAfter: null };
  const { records: sent } = await deliveries.list(told, AbortSignal.timeout(5_000));
  expect(sent).toMatchObject([
    { event: 'ingestion.finished', url: 'https://hooks.example/done', principalId: 'ada' },
  ]);
  await Promise.all([queue.close(), events.close(), deliveries.close()]);
});

it('drops the cached answers that rest on a document with a new version, and those that a new passage may answer', async () => {
  const entries = createAnswerEntries({ redis: stage.cache.redis, sealer });
  const questions = createScanIndex({ redis: stage.cache.redis });
  const queue = createIngestQueue({ redisUrl });
  const embedder = createLocalEmbedder();
  const { model, dimension } = embedder;
  const ingest = async (content: string): Promise<void> => {
    const documents = [{ id: 'canteen', title: 'Canteen', content }];
    const { ingestionId } = await store.acceptIngestion({
      tenantId: 'acme',
      principalId: 'ada',
      callbackUrl: null,
      documents,
    });
    await queue.enqueue({ v: 1, tenantId: 'acme', ingestionId });
    const isOver = async () => (await store.getIngestion('acme', ingestionId))?.record.status === 'finished';
    await vi.waitUntil(isOver);
  };
  const remembered = async (question: string, documentIds: readonly string[]): Promise<string> => {
    const entryId = entries.idOf('acme', question);
    const entry = answerEntry({ question });
    await entries.write('acme', entryId, entry, { keepMs: 600_000, documentIds });
    const { vectors } = await embedder.embed([question], 'query', AbortSignal.timeout(5_000));
    const [vector = new Float32Array(dimension)] = vectors;
    const space = { tenantId: 'acme', spaceId: entry.spaceId, model, dimension };
    await questions.add(space, { question, vector, entryId, expiresAtMs: Date.now() + 600_000 });
    return entryId;
  };
  const areThere = async (ids: readonly string[]) =>
    (await entries.read('acme', ids)).map((entry) => entry !== null);

  await ingest('The canteen opens at eleven.');
  const citing = await remembered('Is there a bus to the airport', ['canteen']);
  const near = await remembered('The canteen opens at twelve on fridays', []);
  const other = await remembered('Who signs the payroll of contractors', []);
  await ingest('The canteen opens at twelve on fridays.');
  await vi.waitFor(async () => expect(await areThere([citing, near, other])).toEqual([false, false, true]));
  await queue.close();
});

it('embeds and writes vectors behind the breakers that searches have', async () => {
  expect((await redis.zrange(queueKeys.breakers, '0', '-1')).toSorted()).toEqual([
    'embedding local-hash-1024',
    'vectors pgvector local-hash-1024',
  ]);
});
