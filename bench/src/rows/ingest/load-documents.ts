import {
  type ClaimedDocument,
  createIngestDocuments,
  type Embedder,
  type IngestPorts,
  type NewPassage,
  type PendingDocument,
  type VectorIndex,
} from '@ragfleet/rag-core';
import { createInMemoryVectorIndex } from '@ragfleet/test-support';

const INGESTION = { tenantId: 'bench', ingestionId: 'ing_bench', isLastAttempt: false };

/** A store that costs next to nothing, so that the pipeline's own cost shows. Of what is published it keeps the ids. */
export interface BenchStore {
  readonly current: Map<string, readonly string[]>;
  readonly vectorIndex: VectorIndex;
  /** Hears of each version that is published. */
  readonly onPublished?: (document: ClaimedDocument, passages: readonly NewPassage[]) => void;
}

export const createBenchStore = (vectorIndex: VectorIndex = createInMemoryVectorIndex()): BenchStore => ({
  current: new Map(),
  vectorIndex,
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
    changes: { advance: async () => undefined },
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  await ingest(INGESTION, new AbortController().signal);
}

/** One run, of which nobody else wants anything: every claim holds, and no vector is owed. */
function catalogueOf(
  documents: Iterator<PendingDocument>,
  { current, onPublished }: BenchStore,
): IngestPorts['catalogue'] {
  return {
    startRun: async () => ({ embedding: 'realtime' }),
    keepRunAlive: async () => true,
    endRun: async () => undefined,
    claimDocuments: async ({ run, after, maxDocuments }) => {
      const page = takeSome(documents, maxDocuments);
      const claimed = page.map(
        (document): ClaimedDocument => ({
          ...document,
          runId: run.runId,
          currentPassageIds: current.get(document.documentId) ?? [],
          doubtfulPassageIds: [],
          published: null,
          unannouncedNamespaces: [],
        }),
      );
      return { documents: claimed, next: page.length < maxDocuments ? null : after + page.length };
    },
    noteWrites: async (_run, writes) => new Set(writes.map(({ documentId }) => documentId)),
    publishVersion: async (document, passages) => {
      const { documentId, namespace } = document;
      onPublished?.(document, passages);
      current.set(
        documentId,
        passages.map(({ passageId }) => passageId),
      );
      return { status: 'published', upkeep: null, changedNamespaces: [namespace] };
    },
    recordOutcomes: async () => undefined,
    unannouncedNamespaces: async () => [],
    failPending: async () => undefined,
    finishIngestion: async () => true,
    rememberBatch: async () => undefined,
    rememberedBatches: async () => [],
    forgetBatch: async () => undefined,
    settleUpkeep: async () => undefined,
  };
}

function takeSome(documents: Iterator<PendingDocument>, count: number): PendingDocument[] {
  const page: PendingDocument[] = [];
  while (page.length < count) {
    const next = documents.next();
    if (next.done === true) break;
    page.push(next.value);
  }
  return page;
}
