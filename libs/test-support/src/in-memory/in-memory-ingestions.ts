import type { DocumentOutcome, EmbeddingMode, IngestionCatalogue, PendingDocument } from '@ragfleet/rag-core';
import type { InMemoryCatalogue } from './in-memory-catalogue.ts';

export interface IngestionItem {
  readonly documentId: string;
  readonly version: number;
  /** In the order of work. */
  position: number;
  outcome: DocumentOutcome | null;
  published: 'embedded' | 'unchanged' | null;
  /** By its publication, which perhaps nobody has announced. */
  changedNamespaces: readonly string[];
  batchId: string | null;
}

interface Ingestion {
  readonly tenantId: string;
  status: 'queued' | 'running' | 'finished' | 'failed';
  readonly embedding: EmbeddingMode;
  readonly items: Map<string, IngestionItem>;
  readonly batches: string[];
}

type Catalogue = Pick<
  IngestionCatalogue,
  | 'unannouncedNamespaces'
  | 'failPending'
  | 'finishIngestion'
  | 'rememberBatch'
  | 'rememberedBatches'
  | 'forgetBatch'
> &
  Pick<InMemoryCatalogue, 'outcomeOf' | 'ingestionStatus'>;

export interface InMemoryIngestions {
  readonly catalogue: Catalogue;
  accept(ingestionId: string, documents: readonly PendingDocument[], embedding: EmbeddingMode): void;
  start(tenantId: string, ingestionId: string): EmbeddingMode | null;
  /** Of every ingestion that waits for this document. */
  pendingOf(tenantId: string, documentId: string): IngestionItem[];
  /** Ends what is pending of older versions, whose unannounced changes go over to this one. Returns all that it announces. */
  published(
    document: { readonly tenantId: string; readonly documentId: string; readonly version: number },
    outcome: 'embedded' | 'unchanged',
    changedNamespaces: readonly string[],
  ): readonly string[];
  page(
    tenantId: string,
    ingestionId: string,
    page: { after: number; maxDocuments: number; maxBytes: number; batchId: string | null },
    contentOf: (version: number) => PendingDocument | undefined,
  ): { items: PendingDocument[]; next: number | null };
  /** The item when this was its first outcome. */
  record(
    tenantId: string,
    ingestionId: string,
    documentId: string,
    outcome: DocumentOutcome,
  ): IngestionItem | null;
}

const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);

/** Ingestions and what became of their documents, over a map. */
export function createInMemoryIngestions(): InMemoryIngestions {
  const ingestions = new Map<string, Ingestion>();
  const waitingFor = new Map<string, IngestionItem[]>();
  const of = (tenantId: string, ingestionId: string) => ingestions.get(keyOf(tenantId, ingestionId));
  const itemsOf = (tenantId: string, ingestionId: string): IngestionItem[] => [
    ...(of(tenantId, ingestionId)?.items.values() ?? []),
  ];
  const pendingOf: InMemoryIngestions['pendingOf'] = (tenantId, documentId) =>
    (waitingFor.get(keyOf(tenantId, documentId)) ?? []).filter(({ outcome }) => outcome === null);

  const open = (ingestionId: string, { tenantId }: PendingDocument, embedding: EmbeddingMode): Ingestion => {
    const known = of(tenantId, ingestionId);
    if (known !== undefined) return known;
    const opened: Ingestion = { tenantId, status: 'queued', embedding, items: new Map(), batches: [] };
    ingestions.set(keyOf(tenantId, ingestionId), opened);
    return opened;
  };

  return {
    pendingOf,
    accept: (ingestionId, documents, embedding) => {
      const kinds = Map.groupBy(documents, ({ title, content }) => keyOf(title, String(content.length)));
      for (const document of [...kinds.values()].flat()) {
        const { tenantId, documentId, version } = document;
        const { items } = open(ingestionId, document, embedding);
        const position = items.size + 1;
        const item = {
          documentId,
          version,
          position,
          outcome: null,
          published: null,
          changedNamespaces: [],
          batchId: null,
        };
        items.set(documentId, item);
        const key = keyOf(tenantId, documentId);
        waitingFor.set(key, [...pendingOf(tenantId, documentId), item]);
      }
    },
    start: (tenantId, ingestionId) => {
      const ingestion = of(tenantId, ingestionId);
      if (ingestion?.status === 'queued') ingestion.status = 'running';
      return ingestion?.embedding ?? null;
    },
    published: ({ tenantId, documentId, version }, outcome, changedNamespaces) => {
      const items = pendingOf(tenantId, documentId).filter((item) => item.version <= version);
      const announced = [
        ...new Set([...items.flatMap((item) => item.changedNamespaces), ...changedNamespaces]),
      ];
      for (const item of items) {
        if (item.version === version)
          Object.assign(item, { published: outcome, changedNamespaces: announced });
        else item.outcome = { status: item.published ?? 'unchanged', passages: 0 };
      }
      return announced;
    },
    page: (tenantId, ingestionId, { after, maxDocuments, maxBytes, batchId }, contentOf) => {
      const found: { readonly position: number; readonly pending: PendingDocument }[] = [];
      let bytes = 0;
      for (const item of of(tenantId, ingestionId)?.items.values() ?? []) {
        const pending = contentOf(item.version);
        const isWaiting = item.outcome === null && item.position > after && item.batchId === batchId;
        if (!isWaiting || pending === undefined) continue;
        bytes += pending.content.length;
        if (found.length === maxDocuments || (found.length > 0 && bytes > maxBytes)) break;
        found.push({ position: item.position, pending });
      }
      return { items: found.map(({ pending }) => pending), next: found.at(-1)?.position ?? null };
    },
    record: (tenantId, ingestionId, documentId, outcome) => {
      const item = of(tenantId, ingestionId)?.items.get(documentId);
      if (item === undefined || item.outcome !== null) return null;
      item.outcome = outcome;
      return item;
    },
    catalogue: {
      outcomeOf: (tenantId, ingestionId, documentId) =>
        of(tenantId, ingestionId)?.items.get(documentId)?.outcome ?? null,
      ingestionStatus: (tenantId, ingestionId) => of(tenantId, ingestionId)?.status ?? null,
      unannouncedNamespaces: async ({ tenantId, ingestionId }) => [
        ...new Set(
          itemsOf(tenantId, ingestionId)
            .filter(({ outcome }) => outcome === null)
            .flatMap(({ changedNamespaces }) => changedNamespaces),
        ),
      ],
      async failPending({ tenantId, ingestionId }, error) {
        for (const item of itemsOf(tenantId, ingestionId))
          item.outcome ??=
            item.published === null ? { status: 'failed', error } : { status: item.published, passages: 0 };
      },
      async finishIngestion({ tenantId, ingestionId }) {
        const ingestion = of(tenantId, ingestionId);
        const outcomes = itemsOf(tenantId, ingestionId).map(({ outcome }) => outcome);
        if (ingestion === undefined) return true;
        if (outcomes.includes(null)) return false;
        const isFailed = outcomes.every((outcome) => outcome?.status === 'failed');
        ingestion.status = isFailed ? 'failed' : 'finished';
        return true;
      },
      async rememberBatch({ tenantId, ingestionId }, batchId, documentIds) {
        const ingestion = of(tenantId, ingestionId);
        ingestion?.batches.push(batchId);
        for (const documentId of documentIds) {
          const item = ingestion?.items.get(documentId);
          if (item?.outcome === null) item.batchId = batchId;
        }
      },
      rememberedBatches: async ({ tenantId, ingestionId }) =>
        (of(tenantId, ingestionId)?.batches ?? []).map((batchId) => ({ batchId, submittedAtMs: 0 })),
      async forgetBatch({ tenantId, ingestionId }, batchId) {
        const batches = of(tenantId, ingestionId)?.batches ?? [];
        if (batches.includes(batchId)) batches.splice(batches.indexOf(batchId), 1);
        for (const item of itemsOf(tenantId, ingestionId)) if (item.batchId === batchId) item.batchId = null;
      },
    },
  };
}
