import type {
  DocumentOutcome,
  IngestionCatalogue,
  KeywordIndex,
  NewPassage,
  Passage,
  PassageReader,
  PendingDocument,
  VectorIndex,
} from '@ragfleet/rag-core';
import { rankByBm25 } from './in-memory-bm25.ts';
import { createInMemoryVectorIndex, isInScope } from './in-memory-vectors.ts';

/** A document as a test hands it in; what it leaves out gets a plain default. */
export type NewDocument = Pick<PendingDocument, 'tenantId' | 'documentId' | 'content'> &
  Partial<Omit<PendingDocument, 'version'>>;

export interface InMemoryPassages extends KeywordIndex, VectorIndex, PassageReader, IngestionCatalogue {
  /** Puts documents before the batch worker, as an accepted upload does. */
  accept(ingestionId: string, documents: readonly NewDocument[]): void;
  /** The authority's labels alone: the vectors lag until `relabelDocument` is called. */
  relabel(
    tenantId: string,
    documentId: string,
    labels: { namespace: string; department: string | null },
  ): void;
  /** Removes the document from the authority alone: the vectors lag until `removeDocument` is called. */
  remove(tenantId: string, documentId: string): void;
  outcomeOf(tenantId: string, ingestionId: string, documentId: string): DocumentOutcome | null;
  ingestionStatus(tenantId: string, ingestionId: string): 'queued' | 'running' | 'finished' | 'failed' | null;
}

interface StoredDocument {
  readonly document: PendingDocument;
  readonly passages: readonly Passage[];
}

interface StoredIngestion {
  status: 'queued' | 'running' | 'finished' | 'failed';
  readonly documents: { readonly pending: PendingDocument; outcome: DocumentOutcome | null }[];
}

const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);

const withDefaults = (document: NewDocument, version: number): PendingDocument => ({
  title: document.documentId,
  source: null,
  namespace: 'default',
  department: null,
  ...document,
  version,
});

const passageOf = (document: PendingDocument, passage: NewPassage): Passage => ({
  ...passage,
  documentId: document.documentId,
  namespace: document.namespace,
  department: document.department,
  title: document.title,
  source: document.source,
});

/** The passage ports over plain maps, with the same promises as the real stores: for unit tests of the core. */
export function createInMemoryPassages(): InMemoryPassages {
  const documents = new Map<string, StoredDocument>();
  const ingestions = new Map<string, StoredIngestion>();
  // A version that was canceled by a deletion is no longer here, and can no longer be published.
  const publishable = new Set<string>();
  let lastVersion = 0;

  const passagesOf = (tenantId: string): Passage[] =>
    [...documents.values()]
      .filter(({ document }) => document.tenantId === tenantId)
      .flatMap(({ passages }) => passages);
  const itemsOf = (tenantId: string, ingestionId: string) =>
    ingestions.get(keyOf(tenantId, ingestionId))?.documents ?? [];
  const itemOf = (tenantId: string, ingestionId: string, documentId: string) =>
    itemsOf(tenantId, ingestionId).find(({ pending }) => pending.documentId === documentId);

  return {
    ...createInMemoryVectorIndex(),
    accept(ingestionId, accepted) {
      for (const document of accepted) {
        const key = keyOf(document.tenantId, ingestionId);
        const ingestion = ingestions.get(key) ?? { status: 'queued', documents: [] };
        lastVersion += 1;
        ingestion.documents.push({ pending: withDefaults(document, lastVersion), outcome: null });
        publishable.add(keyOf(document.tenantId, document.documentId, String(lastVersion)));
        ingestions.set(key, ingestion);
      }
    },
    relabel(tenantId, documentId, labels) {
      const stored = documents.get(keyOf(tenantId, documentId));
      if (stored === undefined) return;
      documents.set(keyOf(tenantId, documentId), {
        document: { ...stored.document, ...labels },
        passages: stored.passages.map((passage) => ({ ...passage, ...labels })),
      });
    },
    remove(tenantId, documentId) {
      documents.delete(keyOf(tenantId, documentId));
      for (let version = 1; version <= lastVersion; version += 1)
        publishable.delete(keyOf(tenantId, documentId, String(version)));
    },
    outcomeOf: (tenantId, ingestionId, documentId) =>
      itemOf(tenantId, ingestionId, documentId)?.outcome ?? null,
    ingestionStatus: (tenantId, ingestionId) => ingestions.get(keyOf(tenantId, ingestionId))?.status ?? null,

    async searchKeyword(scope, query, limit, signal) {
      signal.throwIfAborted();
      const passages = passagesOf(scope.access.tenantId);
      const readable = new Set(
        passages
          .filter((passage) => isInScope(scope, { ...passage, tenantId: scope.access.tenantId }))
          .map(({ passageId }) => passageId),
      );
      const texts = passages.map(({ passageId, title, headings, text }) => ({
        passageId,
        text: [title, ...headings, text].join(' '),
      }));
      return rankByBm25(texts, query, (passageId) => readable.has(passageId)).slice(0, limit);
    },
    async readCurrent(scope, passageIds, signal) {
      signal.throwIfAborted();
      const current = new Map(
        passagesOf(scope.access.tenantId).map((passage) => [passage.passageId, passage]),
      );
      return passageIds
        .map((passageId) => current.get(passageId))
        .filter((passage) => passage !== undefined)
        .filter((passage) => isInScope(scope, { ...passage, tenantId: scope.access.tenantId }));
    },

    async pendingDocuments(tenantId, ingestionId, limit) {
      return itemsOf(tenantId, ingestionId)
        .filter(({ outcome }) => outcome === null)
        .slice(0, limit)
        .map(({ pending }) => pending);
    },
    async currentPassages(tenantId, documentId) {
      const stored = documents.get(keyOf(tenantId, documentId));
      return (stored?.passages ?? []).map(({ passageId, contentHash }) => ({ passageId, contentHash }));
    },
    async publishVersion(document, passages) {
      const key = keyOf(document.tenantId, document.documentId);
      if (!publishable.has(keyOf(document.tenantId, document.documentId, String(document.version))))
        return false;
      const current = documents.get(key);
      if (current !== undefined && current.document.version > document.version) return false;
      documents.set(key, { document, passages: passages.map((passage) => passageOf(document, passage)) });
      return true;
    },
    async recordOutcome(tenantId, ingestionId, documentId, outcome) {
      const item = itemOf(tenantId, ingestionId, documentId);
      if (item !== undefined) item.outcome ??= outcome;
    },
    async startIngestion(tenantId, ingestionId) {
      const ingestion = ingestions.get(keyOf(tenantId, ingestionId));
      if (ingestion?.status === 'queued') ingestion.status = 'running';
    },
    async finishIngestion(tenantId, ingestionId) {
      const ingestion = ingestions.get(keyOf(tenantId, ingestionId));
      if (ingestion === undefined || ingestion.documents.some(({ outcome }) => outcome === null)) return;
      ingestion.status = ingestion.documents.every(({ outcome }) => outcome?.status === 'failed')
        ? 'failed'
        : 'finished';
    },
  };
}
