import {
  createIngestDocuments,
  type Embedder,
  type IngestionCatalogue,
  type NewPassage,
  type PendingDocument,
} from '@ragfleet/rag-core';
import { createInMemoryVectorIndex } from '@ragfleet/test-support';

const INGESTION = { tenantId: 'bench', ingestionId: 'ing_bench', isLastAttempt: false };

/** A store that costs next to nothing, so that the pipeline's own cost shows. Of what is published it keeps the ids. */
export interface BenchStore {
  readonly current: Map<string, readonly Pick<NewPassage, 'passageId' | 'contentHash'>[]>;
  readonly vectorIndex: ReturnType<typeof createInMemoryVectorIndex>;
}

export const createBenchStore = (): BenchStore => ({
  current: new Map(),
  vectorIndex: createInMemoryVectorIndex(),
});

/** Runs one ingestion of these documents through the product's own pipeline. */
export async function loadDocuments(
  documents: Iterator<PendingDocument>,
  embedder: Embedder,
  store: BenchStore,
): Promise<void> {
  const ingest = createIngestDocuments({
    catalogue: catalogueOf(documents, store),
    embedder,
    vectorIndex: store.vectorIndex,
    changes: { current: async () => '0', advance: async () => undefined },
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  await ingest(INGESTION, new AbortController().signal);
}

function catalogueOf(documents: Iterator<PendingDocument>, { current }: BenchStore): IngestionCatalogue {
  return {
    pendingDocuments: async (_tenantId, _ingestionId, limit) => {
      const page: PendingDocument[] = [];
      while (page.length < limit) {
        const next = documents.next();
        if (next.done === true) break;
        page.push(next.value);
      }
      return page;
    },
    currentPassages: async (_tenantId, documentId) => [...(current.get(documentId) ?? [])],
    publishVersion: async ({ documentId }, passages) => {
      current.set(
        documentId,
        passages.map(({ passageId, contentHash }) => ({ passageId, contentHash })),
      );
      return true;
    },
    recordOutcome: async () => undefined,
    startIngestion: async () => undefined,
    finishIngestion: async () => undefined,
  };
}
