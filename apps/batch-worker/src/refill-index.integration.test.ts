import { type DocumentStore, openDocumentStore, requestRefill } from '@ragfleet/document-store';
import { createLocalEmbedder } from '@ragfleet/models';
import { connectPostgres, type Database } from '@ragfleet/postgres-connection';
import { createIngestDocuments, generationName, type IndexGeneration } from '@ragfleet/rag-core';
import { createLogger } from '@ragfleet/service-runtime';
import { createInMemoryVectorIndex, describeOnPostgres, scopeOf } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { createUpkeepServices } from './upkeep-services.ts';

const tenantId = 'acme';
const never = new AbortController().signal;
const logger = createLogger({ service: 'batch-worker', level: 'fatal' });
const changes = { advance: () => Promise.resolve() };
const failed = (error: unknown): never => {
  throw error;
};

describeOnPostgres('a vector index that has lost its vectors', (postgres) => {
  let database: Database;
  let store: DocumentStore;
  const generation: IndexGeneration = {
    embedder: createLocalEmbedder(),
    vectorIndex: createInMemoryVectorIndex(),
  };
  beforeAll(async () => {
    const pool = { poolSize: 4, statementTimeoutMs: 10_000, name: 'refill-test' };
    database = connectPostgres({ ...pool, url: postgres().url });
    store = await openDocumentStore({ database });
  });
  afterAll(() => store.close());

  const ingest = async (documentId: string): Promise<void> => {
    const documents = [{ id: documentId, title: 'Leave', content: 'Everybody has 27 days of leave.' }];
    const command = { tenantId, principalId: 'ann', callbackUrl: null, documents };
    const { ingestionId } = await store.acceptIngestion(command);
    const run = createIngestDocuments({ catalogue: store, generations: [generation], changes, logger });
    await run({ tenantId, ingestionId, isLastAttempt: true }, never);
  };
  const found = async (): Promise<number> => {
    const { vectors } = await generation.embedder.embed(['days of leave'], 'query', never);
    const [vector = new Float32Array()] = vectors;
    const scope = scopeOf({ tenantId, readsAll: true });
    return (await generation.vectorIndex.searchDense(scope, vector, 5, never)).length;
  };

  it('is searched again after a refill, and not after the same documents again', async () => {
    await ingest('leave');
    // Long enough ago for a filling to rely on it.
    await database.query(`UPDATE documents SET published_at = now() - interval '1 hour'`);
    await generation.vectorIndex.removeDocument(tenantId, 'leave', never);
    await ingest('leave');
    expect(await found()).toBe(0);

    await requestRefill(database, generationName(generation));
    const services = createUpkeepServices({
      store,
      generations: [generation],
      changes,
      isBusy: () => false,
      pace: { begin: (work) => work(), finish: (work) => work(), isSlow: false },
      metrics: { set: () => {} },
      logger,
      onError: failed,
    });
    onTestFinished(async () => {
      for (const service of services) await service.stop(5_000);
    });
    for (const service of services) await service.start();
    await vi.waitFor(async () => expect(await found()).toBe(1), { timeout: 10_000 });
  });
});
