import { randomUUID } from 'node:crypto';
import { toFault } from '@ragfleet/kernel';
import type { VectorUpkeepStore, VectorUpkeepTask } from '../ports/vector-upkeep.ts';
import type { Logger } from '../ports/operations.ts';
import type { VectorIndex } from '../ports/passages.ts';

/** What upkeep does to an index. */
export type MaintainedIndex = Pick<VectorIndex, 'removePassages' | 'removeDocument' | 'relabelDocument'>;

const PASSAGES_PER_REMOVAL = 500;

/** Tells every index what it has to know of one document. Doing it again changes nothing. */
export async function payUpkeep(
  indexes: readonly MaintainedIndex[],
  task: VectorUpkeepTask,
  signal: AbortSignal,
): Promise<void> {
  const { tenantId, documentId, isDeleted, leftoverPassageIds: leftover, labels } = task;
  for (const index of indexes) {
    if (isDeleted) {
      await index.removeDocument(tenantId, documentId, signal);
      continue;
    }
    for (let at = 0; at < leftover.length; at += PASSAGES_PER_REMOVAL)
      await index.removePassages(tenantId, leftover.slice(at, at + PASSAGES_PER_REMOVAL), signal);
    if (labels !== null) await index.relabelDocument(tenantId, documentId, labels, signal);
  }
}

export interface VectorUpkeepPorts {
  readonly store: VectorUpkeepStore;
  readonly vectorIndexes: readonly MaintainedIndex[];
  readonly logger: Logger;
}

/** Of one document, or of whichever wait; returns how many were paid. */
export type VectorUpkeep = (
  document: { readonly tenantId: string; readonly documentId: string } | null,
  signal: AbortSignal,
) => Promise<number>;

/** The claims outlive the work by as much as a write that was sent last may take to land. */
const ALIVE_MS = 180_000;
const WORK_MS = 60_000;
const TASKS_AT_ONCE = 20;

/**
 * Pays what the vector indexes owe: vectors of deleted and replaced passages go, labels follow their documents. Each
 * document is claimed meanwhile, so that no ingestion writes what is being removed. A task that fails stays owed.
 */
export function createVectorUpkeep({ store, vectorIndexes, logger }: VectorUpkeepPorts): VectorUpkeep {
  return async (document, signal) => {
    const holder = `upkeep_${randomUUID()}`;
    const tasks = await store.claimUpkeep({ holder, aliveMs: ALIVE_MS, limit: TASKS_AT_ONCE, document });
    const within = AbortSignal.any([signal, AbortSignal.timeout(WORK_MS)]);
    let paid = 0;
    for (const task of tasks) {
      try {
        await payUpkeep(vectorIndexes, task, within);
        await store.settleUpkeep(holder, [task]);
        paid += 1;
      } catch (error) {
        const { tenantId, documentId } = task;
        logger.warn(
          { tenant: tenantId, documentId, error: toFault(error) },
          'vectors of a changed document remain for now',
        );
      }
    }
    await store.releaseUpkeep(holder);
    return paid;
  };
}
