import type {
  ClaimedDocument,
  DocumentLabels,
  DocumentOutcome,
  EmbeddingMode,
  IngestionCatalogue,
  NewPassage,
  Passage,
  PendingDocument,
  Publication,
  VectorUpkeepStore,
} from '@ragfleet/rag-core';
import { createInMemoryIngestions } from './in-memory-ingestions.ts';
import type { NewDocument } from './in-memory-passages.ts';
import { createInMemoryUpkeep } from './in-memory-upkeep.ts';

export interface InMemoryCatalogue extends IngestionCatalogue, VectorUpkeepStore {
  /** Puts documents before the batch worker, as an accepted upload does. */
  accept(ingestionId: string, documents: readonly NewDocument[], embedding?: EmbeddingMode): void;
  /** The authority's labels alone: the vectors lag until upkeep. */
  relabel(tenantId: string, documentId: string, labels: DocumentLabels): void;
  /** Removes the document from the authority alone: the vectors lag until upkeep. */
  remove(tenantId: string, documentId: string): void;
  outcomeOf(tenantId: string, ingestionId: string, documentId: string): DocumentOutcome | null;
  ingestionStatus(tenantId: string, ingestionId: string): 'queued' | 'running' | 'finished' | 'failed' | null;
  publishedPassages(tenantId: string): Passage[];
}

interface Published {
  readonly document: PendingDocument;
  readonly passages: readonly NewPassage[];
}

const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);
const isSame = (left: DocumentLabels, right: DocumentLabels): boolean =>
  left.namespace === right.namespace && left.department === right.department;

const withDefaults = (document: NewDocument, version: number): PendingDocument => ({
  title: document.documentId,
  source: null,
  namespace: 'default',
  department: null,
  ...document,
  version,
});

/** What a publication changes for searches: nothing, or where the document was and where it is. */
function changedBy(before: Published | undefined, after: Published): readonly string[] {
  if (before === undefined) return [after.document.namespace];
  const shown = ({ document: { title, source, namespace, department }, passages }: Published): string =>
    JSON.stringify([title, source, namespace, department, passages.map(({ passageId }) => passageId)]);
  const isSameShown = shown(before) === shown(after);
  return isSameShown ? [] : [...new Set([before.document.namespace, after.document.namespace])];
}

/** The document store of ingestion over plain maps: claims, versions and debts as in SQL, each call one step. */
export function createInMemoryCatalogue(): InMemoryCatalogue {
  const current = new Map<string, Published>();
  const waiting = new Map<number, PendingDocument>();
  const ingestions = createInMemoryIngestions();
  let lastVersion = 0;

  const publishedOf = (tenantId: string, documentId: string) => current.get(keyOf(tenantId, documentId));
  const passageIdsOf = (tenantId: string, documentId: string): string[] =>
    (publishedOf(tenantId, documentId)?.passages ?? []).map(({ passageId }) => passageId);
  const waitingOf = (tenantId: string, documentId: string): PendingDocument[] =>
    [...waiting.values()].filter(
      (pending) => pending.tenantId === tenantId && pending.documentId === documentId,
    );
  const upkeep = createInMemoryUpkeep({
    passageIdsOf,
    isWaiting: (tenantId, documentId) => ingestions.pendingOf(tenantId, documentId).length > 0,
    labelsOf: (tenantId, documentId) => publishedOf(tenantId, documentId)?.document ?? null,
    isKnown: (tenantId, documentId) =>
      publishedOf(tenantId, documentId) !== undefined || waitingOf(tenantId, documentId).length > 0,
  });

  const claimed = (document: PendingDocument, runId: string): ClaimedDocument => {
    const { tenantId, documentId, version } = document;
    const stored = publishedOf(tenantId, documentId);
    const item = ingestions.pendingOf(tenantId, documentId).find((pending) => pending.version === version);
    const isPublished = stored?.document.version === version;
    return {
      ...document,
      runId,
      currentPassageIds: passageIdsOf(tenantId, documentId),
      doubtfulPassageIds: upkeep.doubtful(tenantId, documentId),
      published: isPublished
        ? { status: item?.published ?? 'embedded', passages: stored.passages.length }
        : null,
      unannouncedNamespaces: item?.changedNamespaces ?? [],
    };
  };

  const publish = (
    document: ClaimedDocument,
    passages: readonly NewPassage[],
    outcome: 'embedded' | 'unchanged',
  ): Publication => {
    const { tenantId, documentId, runId, version } = document;
    const pending = waiting.get(version);
    if (pending === undefined)
      return { status: 'superseded', upkeep: upkeep.overtaken(tenantId, documentId, runId) };
    if (!upkeep.isHeldBy(tenantId, documentId, runId)) return { status: 'lost' };
    const stored = publishedOf(tenantId, documentId);
    const isAgain = stored?.document.version === version;
    const before = isAgain ? [] : passageIdsOf(tenantId, documentId);
    if (!isAgain) {
      current.set(keyOf(tenantId, documentId), { document: pending, passages });
      for (const older of waitingOf(tenantId, documentId))
        if (older.version < version) waiting.delete(older.version);
    }
    const changes = isAgain ? [] : changedBy(stored, { document: pending, passages });
    const changedNamespaces = ingestions.published(document, outcome, changes);
    const isMoved = !isSame(pending, document) || (stored !== undefined && !isSame(stored.document, pending));
    const change = {
      before,
      isMoved,
      labels: { namespace: pending.namespace, department: pending.department },
    };
    const owed = upkeep.published({ tenantId, documentId, runId }, change);
    return { status: 'published', upkeep: owed, changedNamespaces };
  };

  return {
    ...upkeep.store,
    ...ingestions.catalogue,
    accept(ingestionId, accepted, embedding = 'realtime') {
      const pending = accepted.map((document) => {
        lastVersion += 1;
        return withDefaults(document, lastVersion);
      });
      for (const document of pending) waiting.set(document.version, document);
      ingestions.accept(ingestionId, pending, embedding);
    },
    relabel(tenantId, documentId, labels) {
      const stored = publishedOf(tenantId, documentId);
      if (stored === undefined) return;
      current.set(keyOf(tenantId, documentId), { ...stored, document: { ...stored.document, ...labels } });
      for (const pending of waitingOf(tenantId, documentId))
        waiting.set(pending.version, { ...pending, ...labels });
      upkeep.relabeled(tenantId, documentId);
    },
    remove(tenantId, documentId) {
      upkeep.deleted(tenantId, documentId);
      current.delete(keyOf(tenantId, documentId));
      for (const item of ingestions.pendingOf(tenantId, documentId))
        item.outcome = { status: 'failed', error: 'The document was deleted before it was embedded.' };
      for (const { version } of waitingOf(tenantId, documentId)) waiting.delete(version);
    },
    publishedPassages: (tenantId) =>
      [...current.values()]
        .filter(({ document }) => document.tenantId === tenantId)
        .flatMap(({ document: { documentId, namespace, department, title, source }, passages }) =>
          passages.map((passage) => ({ ...passage, documentId, namespace, department, title, source })),
        ),

    async startRun({ tenantId, ingestionId, runId }, aliveMs) {
      const embedding = ingestions.start(tenantId, ingestionId);
      if (embedding !== null) upkeep.begin(runId, keyOf(tenantId, ingestionId), aliveMs);
      return embedding === null ? null : { embedding };
    },
    keepRunAlive: async ({ runId }, aliveMs) => upkeep.keepAlive(runId, aliveMs),
    endRun: async ({ runId }) => upkeep.end(runId),
    async claimDocuments({ run: { tenantId, ingestionId, runId }, ...page }) {
      const { items, next } = ingestions.page(tenantId, ingestionId, page, (version) => waiting.get(version));
      const free = items.filter(({ documentId }) => upkeep.claim(tenantId, documentId, runId));
      return { documents: free.map((document) => claimed(document, runId)), next };
    },
    noteWrites: async ({ tenantId, runId }, writes) => {
      const held = writes.filter(({ documentId, passageIds }) =>
        upkeep.note(tenantId, documentId, runId, passageIds),
      );
      return new Set(held.map(({ documentId }) => documentId));
    },
    publishVersion: async (document, passages, outcome) => publish(document, passages, outcome),
    async recordOutcomes({ tenantId, ingestionId, runId }, outcomes) {
      for (const { documentId, outcome } of outcomes) {
        const item = ingestions.record(tenantId, ingestionId, documentId, outcome);
        const isCurrent = publishedOf(tenantId, documentId)?.document.version === item?.version;
        if (item !== null && outcome.status === 'failed' && !isCurrent) waiting.delete(item.version);
        upkeep.free(tenantId, documentId, runId);
      }
    },
  };
}
