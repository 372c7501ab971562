import type {
  ClaimedDocument,
  IngestionRun,
  NewPassage,
  PendingDocument,
  Publication,
} from '@ragfleet/rag-core';
import { expect } from 'vitest';
import type { NewDocument } from '../in-memory/in-memory-passages.ts';
import type { PassageStoreSubject } from './passage-store-contract.ts';

const passagesOf = (document: PendingDocument): NewPassage[] =>
  document.content.split('\n').map((text, ordinal) => ({
    passageId: `${document.documentId}-${document.version}-${ordinal}`,
    headings: [],
    ordinal,
    text,
    contentHash: `hash of ${text}`,
  }));

/** What the contract's tests do with documents, each in a run of its own. */
export interface IngestionSteps {
  startedRun(tenantId: string, ingestionId: string, aliveMs?: number): Promise<IngestionRun>;
  claimed(run: IngestionRun, maxDocuments?: number, after?: number): Promise<readonly ClaimedDocument[]>;
  /** Claimed by a run that has stopped, unless it has `aliveMs`: the next one that asks gets it. */
  accepted(document: NewDocument, aliveMs?: number): Promise<ClaimedDocument>;
  publish(document: ClaimedDocument): Promise<Publication>;
  published(document: NewDocument): Promise<ClaimedDocument>;
  idsOf(pending: PendingDocument): string[];
}

export function createIngestionSteps(
  subject: () => Pick<PassageStoreSubject, 'store' | 'accept'>,
): IngestionSteps {
  let runs = 0;
  const startedRun = async (
    tenantId: string,
    ingestionId: string,
    aliveMs = 60_000,
  ): Promise<IngestionRun> => {
    runs += 1;
    const run = { tenantId, ingestionId, runId: `run_${runs}` };
    await subject().store.startRun(run, aliveMs);
    return run;
  };
  const claimed = async (
    run: IngestionRun,
    maxDocuments = 10,
    after = 0,
  ): Promise<readonly ClaimedDocument[]> =>
    (await subject().store.claimDocuments({ run, after, maxDocuments, maxBytes: 1_000_000, batchId: null }))
      .documents;
  /** Claimed by a run that has stopped: the next one that asks gets it. */
  const accepted = async (document: NewDocument, aliveMs = 0): Promise<ClaimedDocument> => {
    const run = await startedRun(document.tenantId, await subject().accept([document]), aliveMs);
    const [pending] = await claimed(run);
    if (pending === undefined) throw new Error('An accepted document waits.');
    return pending;
  };
  const publish = (document: ClaimedDocument): Promise<Publication> =>
    subject().store.publishVersion(document, passagesOf(document), 'embedded');
  const published = async (document: NewDocument): Promise<ClaimedDocument> => {
    const pending = await accepted(document);
    expect((await publish(pending)).status).toBe('published');
    return pending;
  };
  const idsOf = (pending: PendingDocument): string[] => passagesOf(pending).map(({ passageId }) => passageId);
  return { startedRun, claimed, accepted, publish, published, idsOf };
}
