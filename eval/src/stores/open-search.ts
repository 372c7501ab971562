import { type DocumentStore, openDocumentStore } from '@ragfleet/document-store';
import { connectPostgres, type Database } from '@ragfleet/postgres-connection';
import type { Embedder, SearchPorts, VectorIndex } from '@ragfleet/rag-core';
import { chooseVectorIndex } from '@ragfleet/vector-stores';
import { silentLogger, silentTelemetry } from '../silent-ports.ts';
import { startTemporaryDatabase } from './start-temporary-database.ts';

/** The product's own stores on a temporary database. */
export interface OpenSearch {
  readonly store: DocumentStore;
  readonly vectorIndex: VectorIndex;
  /** What a search needs, without a reranker. */
  readonly ports: SearchPorts;
  close(): Promise<void>;
}

const POOL_SIZE = 4;
// Nobody waits for a measurement: what is slow is measured, not cut off.
const STATEMENT_TIMEOUT_MS = 60_000;
const BUDGETS_MS = { embedding: 30_000, source: 60_000 };

/** Opens an empty document store and an empty pgvector index for this embedder; every vector is compared. */
export async function openSearch(embedder: Embedder): Promise<OpenSearch> {
  const temporary = await startTemporaryDatabase();
  const database = connectPostgres({
    url: temporary.url,
    poolSize: POOL_SIZE,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    name: 'eval',
  });
  const close = async (): Promise<void> => {
    await database.close();
    await temporary.stop();
  };
  try {
    return { ...(await openStores(database, embedder)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openStores(database: Database, embedder: Embedder): Promise<Omit<OpenSearch, 'close'>> {
  const store = await openDocumentStore({ database });
  const { model, dimension } = embedder;
  const { index: vectorIndex } = await chooseVectorIndex({}, { database, dimension, model, isExact: true });
  const ports = {
    embedder,
    vectorIndex,
    keywordIndex: store,
    passageReader: store,
    telemetry: silentTelemetry,
    logger: silentLogger,
    budgetsMs: BUDGETS_MS,
  };
  return { store, vectorIndex, ports };
}
