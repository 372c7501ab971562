import type { DocumentInput } from '@ragfleet/contracts';
import { connectPostgres, type Database } from '@ragfleet/postgres-connection';
import type { ClaimedDocument, DocumentOutcome, IngestionRun, NewPassage } from '@ragfleet/rag-core';
import { scopeOf } from '@ragfleet/test-support';
import type { DocumentStore, IngestionRecord } from './contract.ts';
import { openDocumentStore } from './open-document-store.ts';

const signal = new AbortController().signal;

/** A document store for a test file, and the steps that its tests repeat. */
export interface StoreFixture {
  readonly store: DocumentStore;
  readonly database: Database;
  accept(tenantId: string, documents: readonly DocumentInput[]): Promise<IngestionRecord>;
  run(record: IngestionRecord, aliveMs?: number): Promise<IngestionRun>;
  /** The first document of an ingestion that waits, claimed by a run that has stopped since. */
  pendingOf(record: IngestionRecord): Promise<ClaimedDocument>;
  record(record: IngestionRecord, documentId: string, outcome: DocumentOutcome): Promise<void>;
  /** Accepts, publishes and finishes one document of one passage. */
  publish(tenantId: string, input: DocumentInput): Promise<IngestionRecord>;
  /** Keyword scores by document. */
  scoresOf(tenantId: string, query: string): Promise<Record<string, number>>;
  statusOf(
    record: IngestionRecord,
  ): Promise<{ status: string | undefined; documents: readonly string[] | undefined }>;
}

export const passageOf = (document: ClaimedDocument): NewPassage => ({
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
  let runs = 0;
  const fixture: StoreFixture = {
    store,
    database,
    accept: (tenantId, documents) =>
      store.acceptIngestion({ tenantId, principalId: 'ann', callbackUrl: null, documents }),
    async run({ tenantId, ingestionId }, aliveMs = 0) {
      runs += 1;
      const run = { tenantId, ingestionId, runId: `run_${runs}` };
      await store.startRun(run, aliveMs);
      return run;
    },
    async pendingOf(record) {
      const claim = { run: await fixture.run(record), after: 0, maxDocuments: 1, maxBytes: 1, batchId: null };
      const [pending] = (await store.claimDocuments(claim)).documents;
      if (pending === undefined) throw new Error('A document waits.');
      return pending;
    },
    async record(record, documentId, outcome) {
      await store.recordOutcomes(await fixture.run(record), [{ documentId, outcome }]);
    },
    async publish(tenantId, input) {
      const record = await fixture.accept(tenantId, [input]);
      const pending = await fixture.pendingOf(record);
      // As ingestion does it: once a document is cut, its content is let go.
      await store.publishVersion({ ...pending, content: '' }, [passageOf(pending)], 'embedded');
      await fixture.record(record, pending.documentId, { status: 'embedded', passages: 1 });
      await store.finishIngestion(record);
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
