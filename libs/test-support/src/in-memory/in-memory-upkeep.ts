import type { DocumentLabels, VectorUpkeepStore, VectorUpkeepTask } from '@ragfleet/rag-core';

/** What upkeep asks of the documents. */
export interface UpkeepDocuments {
  passageIdsOf(tenantId: string, documentId: string): readonly string[];
  isWaiting(tenantId: string, documentId: string): boolean;
  isKnown(tenantId: string, documentId: string): boolean;
  labelsOf(tenantId: string, documentId: string): DocumentLabels | null;
}

/** Claims of documents and the debts of their vectors, over one map. */
export interface InMemoryUpkeep {
  readonly store: VectorUpkeepStore;
  begin(runId: string, owner: string, aliveMs: number): void;
  keepAlive(runId: string, aliveMs: number): boolean;
  end(runId: string): void;
  claim(tenantId: string, documentId: string, runId: string): boolean;
  isHeldBy(tenantId: string, documentId: string, runId: string): boolean;
  doubtful(tenantId: string, documentId: string): string[];
  /** False when the run does not hold the document. */
  note(tenantId: string, documentId: string, runId: string, passageIds: readonly string[]): boolean;
  published(
    document: { readonly tenantId: string; readonly documentId: string; readonly runId: string },
    change: {
      readonly before: readonly string[];
      readonly isMoved: boolean;
      readonly labels: DocumentLabels;
    },
  ): VectorUpkeepTask | null;
  overtaken(tenantId: string, documentId: string, runId: string): VectorUpkeepTask | null;
  relabeled(tenantId: string, documentId: string): void;
  /** Before the document goes. */
  deleted(tenantId: string, documentId: string): void;
  free(tenantId: string, documentId: string, runId: string): void;
}

interface Owed {
  readonly tenantId: string;
  readonly documentId: string;
  holder: string | null;
  written: Set<string>;
  leftover: Set<string>;
  removed: Set<string>;
  isRelabeled: boolean;
}

function without(from: Iterable<string>, what: readonly string[]): Set<string> {
  const left = new Set(from);
  for (const item of what) left.delete(item);
  return left;
}

export function createInMemoryUpkeep(documents: UpkeepDocuments): InMemoryUpkeep {
  const owed = new Map<string, Owed>();
  const runs = new Map<string, { readonly runId: string; aliveUntilMs: number }>();

  const of = (tenantId: string, documentId: string): Owed => {
    const key = JSON.stringify([tenantId, documentId]);
    const known = owed.get(key);
    if (known !== undefined) return known;
    const [written, leftover, removed] = [new Set<string>(), new Set<string>(), new Set<string>()];
    const row: Owed = { tenantId, documentId, holder: null, written, leftover, removed, isRelabeled: false };
    owed.set(key, row);
    return row;
  };
  const isAlive = (runId: string): boolean =>
    [...runs.values()].some((run) => run.runId === runId && run.aliveUntilMs > Date.now());
  const isFree = ({ holder }: Owed): boolean => holder === null || !isAlive(holder);
  const taskOf = (row: Owed, labels: DocumentLabels | null, isDeleted = false): VectorUpkeepTask | null => {
    const { tenantId, documentId, leftover, isRelabeled } = row;
    if (leftover.size === 0 && !isRelabeled) return null;
    const leftoverPassageIds = [...leftover];
    return { tenantId, documentId, isDeleted, leftoverPassageIds, labels: isRelabeled ? labels : null };
  };
  const begin: InMemoryUpkeep['begin'] = (runId, owner, aliveMs) => {
    runs.set(owner, { runId, aliveUntilMs: Date.now() + aliveMs });
  };
  const end: InMemoryUpkeep['end'] = (runId) => {
    for (const row of owed.values()) if (row.holder === runId) row.holder = null;
    for (const [owner, run] of runs) if (run.runId === runId) runs.delete(owner);
  };

  return {
    begin,
    end,
    keepAlive: (runId, aliveMs) => {
      const kept = [...runs.values()].find((run) => run.runId === runId);
      if (kept !== undefined) kept.aliveUntilMs = Date.now() + aliveMs;
      return kept !== undefined;
    },
    claim: (tenantId, documentId, runId) => {
      const row = of(tenantId, documentId);
      if (row.holder !== runId && !isFree(row)) return false;
      row.holder = runId;
      row.isRelabeled ||= row.written.size > 0;
      return true;
    },
    isHeldBy: (tenantId, documentId, runId) => of(tenantId, documentId).holder === runId,
    doubtful: (tenantId, documentId) => {
      const { leftover, removed } = of(tenantId, documentId);
      return [...leftover, ...removed];
    },
    note: (tenantId, documentId, runId, passageIds) => {
      const row = of(tenantId, documentId);
      if (row.holder !== runId) return false;
      for (const passageId of passageIds) row.written.add(passageId);
      return true;
    },
    published: ({ tenantId, documentId }, { before, isMoved, labels }) => {
      const row = of(tenantId, documentId);
      const all = [...row.leftover, ...row.written, ...before];
      row.leftover = without(all, documents.passageIdsOf(tenantId, documentId));
      row.written = new Set();
      row.isRelabeled ||= isMoved;
      const task = taskOf(row, labels);
      if (task === null) row.holder = null;
      return task;
    },
    overtaken: (tenantId, documentId, runId) => {
      const row = of(tenantId, documentId);
      if (row.holder !== runId) return null;
      row.leftover = without([...row.leftover, ...row.written], documents.passageIdsOf(tenantId, documentId));
      row.written = new Set();
      return taskOf(row, null);
    },
    relabeled: (tenantId, documentId) => {
      of(tenantId, documentId).isRelabeled = true;
    },
    deleted: (tenantId, documentId) => {
      const row = of(tenantId, documentId);
      const current = documents.passageIdsOf(tenantId, documentId);
      row.leftover = new Set([...row.leftover, ...row.written, ...current]);
      row.written = new Set();
      row.isRelabeled = false;
    },
    free: (tenantId, documentId, runId) => {
      const row = of(tenantId, documentId);
      if (row.holder === runId) row.holder = null;
    },
    store: {
      async claimUpkeep({ holder, aliveMs, limit, document }) {
        begin(holder, holder, aliveMs);
        const tasks: VectorUpkeepTask[] = [];
        for (const row of owed.values()) {
          const { tenantId, documentId } = row;
          if (tasks.length >= limit || !isFree(row)) continue;
          if (document !== null && (document.tenantId !== tenantId || document.documentId !== documentId))
            continue;
          if (!documents.isWaiting(tenantId, documentId)) {
            const all = [...row.leftover, ...row.written];
            row.leftover = without(all, documents.passageIdsOf(tenantId, documentId));
            row.written = new Set();
          }
          const labels = documents.labelsOf(tenantId, documentId);
          const task = taskOf(row, labels, !documents.isKnown(tenantId, documentId));
          if (task === null) continue;
          row.holder = holder;
          tasks.push(task);
        }
        return tasks;
      },
      async settleUpkeep(holder, done) {
        for (const { tenantId, documentId, leftoverPassageIds, labels } of done) {
          const row = of(tenantId, documentId);
          if (row.holder !== holder) continue;
          row.holder = null;
          row.leftover = without(row.leftover, leftoverPassageIds);
          for (const passageId of leftoverPassageIds) row.removed.add(passageId);
          const now = documents.labelsOf(tenantId, documentId);
          const isTold = now?.namespace === labels?.namespace && now?.department === labels?.department;
          row.isRelabeled &&= now !== null && !(labels !== null && isTold);
        }
      },
      releaseUpkeep: async (holder) => end(holder),
    },
  };
}
