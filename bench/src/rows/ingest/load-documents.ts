import {
  type ClaimedDocument,
  createIngestDocuments,
  type Embedder,
  type IngestPorts,
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
    generations: [{ embedder, vectorIndex: store.vectorIndex }],
    changes: { current: async () => '0', advance: async () => undefined },
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  await ingest(INGESTION, new AbortController().signal);
}

function catalogueOf(
  documents: Iterator<PendingDocument>,
  { current }: BenchStore,
): IngestPorts['catalogue'] {
  const idsOf = (documentId: string): string[] =>
    (current.get(documentId) ?? []).map(({ passageId }) => passageId);
  return {
    startRun: async () => ({ embedding: 'realtime' }),
    keepRunAlive: async () => true,
    endRun: async () => undefined,
    claimDocuments: async ({ run: { runId }, after, maxDocuments }) => {
      const page: ClaimedDocument[] = [];
      while (page.length < maxDocuments) {
        const next = documents.next();
        if (next.done === true) break;
        const currentPassageIds = idsOf(next.value.documentId);
        page.push({ ...next.value, runId, currentPassageIds, doubtfulPassageIds: [], published: null });
      }
      return { documents: page, next: page.length === 0 ? null : after + page.length };
    },
    noteWrites: async (_run, writes) => new Set(writes.map(({ documentId }) => documentId)),
    publishVersion: async ({ documentId }, passages) => {
      current.set(
        documentId,
        passages.map(({ passageId, contentHash }) => ({ passageId, contentHash })),
      );
      return { status: 'published', upkeep: null };
    },
    recordOutcomes: async () => undefined,
    settleUpkeep: async () => undefined,
    failPending: async () => undefined,
    finishIngestion: async () => true,
    rememberBatch: async () => undefined,
    rememberedBatches: async () => [],
    forgetBatch: async () => undefined,
  };
}
