import type { DocumentInput } from '@ragfleet/contracts';
import { connectPostgres, type Database } from '@ragfleet/postgres-connection';
import type { NewPassage, PendingDocument } from '@ragfleet/rag-core';
import { scopeOf } from '@ragfleet/test-support';
import type { DocumentStore, IngestionRecord } from './contract.ts';
import { openDocumentStore } from './open-document-store.ts';

const signal = new AbortController().signal;

/** A document store for a test file, and the steps that its tests repeat. */
export interface StoreFixture {
  readonly store: DocumentStore;
  readonly database: Database;
  accept(tenantId: string, documents: readonly DocumentInput[]): Promise<IngestionRecord>;
  /** The first document of an ingestion that waits. */
  pendingOf(record: IngestionRecord): Promise<PendingDocument>;
  /** Accepts, publishes and finishes one document of one passage. */
  publish(tenantId: string, input: DocumentInput): Promise<IngestionRecord>;
  /** Keyword scores by document. */
  scoresOf(tenantId: string, query: string): Promise<Record<string, number>>;
  statusOf(
    record: IngestionRecord,
  ): Promise<{ status: string | undefined; documents: readonly string[] | undefined }>;
}

export const passageOf = (document: PendingDocument): NewPassage => ({
  passageId: `${document.documentId}-${document.version}`,
  headings: [],
  ordinal: 0,
  text: document.content,
  contentHash: 'h',
});

export async function openStoreFixture(url: string): Promise<StoreFixture> {
  const database = connectPostgres({
    url,
    poolSize: 8,
    statementTimeoutMs: 10_000,
    name: 'document-store-test',
  });
  const store = await openDocumentStore({ database });
  const fixture: StoreFixture = {
    store,
    database,
    accept: (tenantId, documents) =>
      store.acceptIngestion({ tenantId, principalId: 'ann', callbackUrl: null, documents }),
    async pendingOf({ tenantId, ingestionId }) {
      const [pending] = await store.pendingDocuments(tenantId, ingestionId, 1);
      if (pending === undefined) throw new Error('A document waits.');
      return pending;
    },
    async publish(tenantId, input) {
      const record = await fixture.accept(tenantId, [input]);
      const pending = await fixture.pendingOf(record);
      await store.publishVersion(pending, [passageOf(pending)]);
      await store.recordOutcome(tenantId, record.ingestionId, pending.documentId, {
        status: 'embedded',
        passages: 1,
      });
      await store.finishIngestion(tenantId, record.ingestionId);
      return record;
    },
    async scoresOf(tenantId, query) {
      const found = await store.searchKeyword(scopeOf({ tenantId, readsAll: true }), query, 10, signal);
      return Object.fromEntries(found.map(({ passageId, score }) => [passageId.replace(/-\d+$/, ''), score]));
    },
    async statusOf({ tenantId, ingestionId }) {
      const found = await store.getIngestion(tenantId, ingestionId);
      return { status: found?.record.status, documents: found?.documents.map(({ status }) => status) };
    },
  };
  return fixture;
}
