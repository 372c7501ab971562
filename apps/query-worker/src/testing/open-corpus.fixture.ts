import { type DocumentStore, openDocumentStore } from '@ragfleet/document-store';
import { createChangeSequence } from '@ragfleet/job-queue';
import { createLocalEmbedder } from '@ragfleet/models';
import type { Database } from '@ragfleet/postgres-connection';
import { createIngestDocuments } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import { createLogger } from '@ragfleet/service-runtime';
import { chooseVectorIndex } from '@ragfleet/vector-stores';

type Accepted = Parameters<DocumentStore['acceptIngestion']>[0]['documents'];

export interface Corpus {
  readonly store: DocumentStore;
  /** The documents of the tenant acme, findable when it resolves. */
  ingest(documents: Accepted): Promise<void>;
}

const logger = createLogger({ service: 'test', level: 'silent' });

/** A document store that is filled as the batch worker does, with local vectors. Closing the store closes the database. */
export async function openCorpus(ports: {
  readonly database: Database;
  readonly redis: Redis;
}): Promise<Corpus> {
  const { database, redis } = ports;
  const store = await openDocumentStore({ database });
  const embedder = createLocalEmbedder();
  const { dimension, model } = embedder;
  const { index: vectorIndex } = await chooseVectorIndex({}, { database, dimension, model });
  const ingestDocuments = createIngestDocuments({
    catalogue: store,
    generations: [{ embedder, vectorIndex }],
    changes: createChangeSequence({ redis }),
    logger,
  });
  return {
    store,
    ingest: async (documents) => {
      const accepted = { tenantId: 'acme', principalId: 'ann', documents, callbackUrl: null };
      const { ingestionId } = await store.acceptIngestion(accepted);
      const command = { tenantId: 'acme', ingestionId, isLastAttempt: true };
      await ingestDocuments(command, new AbortController().signal);
    },
  };
}
