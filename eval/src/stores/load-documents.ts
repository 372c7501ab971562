import { Fault } from '@ragfleet/kernel';
import { createIngestDocuments, type Embedder } from '@ragfleet/rag-core';
import type { DatasetDocument } from '../dataset/contract.ts';
import { silentLogger } from '../silent-ports.ts';
import type { OpenSearch } from './open-search.ts';

/** The data set's tenant. There is no other in a temporary database. */
export const TENANT_ID = 'eval';

export interface LoadDocuments {
  readonly documents: readonly DatasetDocument[];
  readonly embedder: Embedder;
  /** Told how many documents are searchable so far. */
  readonly onProgress: (done: number) => void;
  readonly signal: AbortSignal;
}

const DOCUMENTS_PER_INGESTION = 200;

/**
 * Loads documents as the fleet does: accepted into the document store, then cut, embedded and published by the batch
 * worker's own function. A document without text cannot be found and is left out. Fault `internal` when one fails.
 */
export async function loadDocuments(search: OpenSearch, load: LoadDocuments): Promise<void> {
  const ingest = createIngestDocuments({
    catalogue: search.store,
    generations: [{ embedder: load.embedder, vectorIndex: search.vectorIndex }],
    changes: { advance: async () => {} },
    logger: silentLogger,
  });
  const found = load.documents.filter(hasText);
  for (let at = 0; at < found.length; at += DOCUMENTS_PER_INGESTION) {
    const part = found.slice(at, at + DOCUMENTS_PER_INGESTION);
    const ingestionId = await accept(search, part);
    await ingest({ tenantId: TENANT_ID, ingestionId, isLastAttempt: true }, load.signal);
    await requireAllLoaded(search, ingestionId);
    load.onProgress(at + part.length);
  }
}

/** What is searched in a document: its text, or its title where there is nothing else. */
const contentOf = ({ title, text }: DatasetDocument): string => (text.trim() === '' ? title : text);

/** False for what the ingestion would refuse. */
export const hasText = (document: DatasetDocument): boolean => contentOf(document).trim() !== '';

async function accept({ store }: OpenSearch, documents: readonly DatasetDocument[]): Promise<string> {
  const { ingestionId } = await store.acceptIngestion({
    tenantId: TENANT_ID,
    principalId: 'eval',
    callbackUrl: null,
    documents: documents.map((document) => ({
      id: String(document.id),
      title: document.title,
      content: contentOf(document),
    })),
  });
  return ingestionId;
}

async function requireAllLoaded({ store }: OpenSearch, ingestionId: string): Promise<void> {
  const loaded = await store.getIngestion(TENANT_ID, ingestionId);
  const failed = loaded?.documents.find(({ status }) => status !== 'embedded' && status !== 'unchanged');
  if (loaded === null || failed !== undefined)
    throw new Fault('internal', `A document was not loaded: ${failed?.error ?? 'the ingestion is gone.'}`);
}
